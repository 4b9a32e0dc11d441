import { createHash } from 'node:crypto'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { openStore } from '#lib/storage/db/open-store.ts'

/**
 * Opens a folder that a site has left, as the next start does, and looks for acknowledged pictures without the site's own commands.
 * @returns a sentence per picture that is lost, and for a database that can't be opened
 */
export async function findLost(dataDir: string, acknowledged: Iterable<string>): Promise<string[]> {
  const store = await openStore({ database: { kind: 'sqlite', dataDir } }).catch(String)
  if (typeof store === 'string') return [`The database can't be opened: ${store}`]
  try {
    const blobs = await openDiskBlobs(dataDir)
    const lost: string[] = []
    const rows = new Set<string>()
    for await (const { sha256 } of store.retention.listStored(1)) rows.add(sha256)
    const check = async (sha256: string, what: string) => {
      const bytes = await blobs.get(`original/${sha256}`)
      if (bytes === null) lost.push(`${what} ${sha256} has no bytes.`)
      else if (createHash('sha256').update(bytes).digest('hex') !== sha256)
        lost.push(`${what} ${sha256} has other bytes.`)
    }
    for (const sha256 of rows) await check(sha256, 'The row of')
    for (const sha256 of acknowledged)
      if (!rows.has(sha256)) lost.push(`The acknowledged picture ${sha256} has no row.`)
    return lost
  } finally {
    await store.close()
  }
}
