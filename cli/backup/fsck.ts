import { getEnv } from '#lib/app-context/env.ts'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { openTemporaryFolder } from '#lib/storage/blobs/temporary-folder.ts'
import { createStore } from '#lib/storage/db/open-store.ts'
import { checkStore } from './check-store.ts'
import { copyPicture } from './copy-picture.ts'
import { openBlobs, openDatabase } from './open-parts.ts'
import { readOptions, reportFailure } from './usage.ts'

const usage = `npm run fsck -- [--sweep] [--from FOLDER]

  Reads every row and every picture of the site that the environment names and tells what doesn't fit. Changes nothing, but
  --sweep        deletes what no row names
  --from FOLDER  takes missing and damaged pictures from the backups in FOLDER`

const options = {
  sweep: { type: 'boolean' },
  from: { type: 'string' },
} as const

async function run(isSweeping: boolean, from: string | undefined): Promise<number> {
  const env = getEnv()
  // Opening reads the database whole, and refuses one that is damaged.
  const store = createStore(await openDatabase(env))
  try {
    const blobs = await openBlobs(env)
    const { pictures, missing, damaged, orphans } = await checkStore(store, blobs)
    const bytes = orphans.reduce((sum, orphan) => sum + orphan.bytes, 0)
    console.log(
      `${pictures} pictures: ${missing.length} missing, ${damaged.length} damaged; ${orphans.length} files (${bytes} bytes) that nothing names`,
    )
    if (isSweeping) for (const { key } of orphans) await blobs.delete(key)
    const lost: string[] = []
    const backups = from === undefined ? null : await openDiskBlobs(from)
    const temporaryDir = await openTemporaryFolder(env.dataDir)
    for (const sha256 of [...missing, ...damaged]) {
      const fate = backups && (await copyPicture(sha256, backups, blobs, temporaryDir, true))
      if (fate === 'copied') console.log(`${sha256}: brought back`)
      else lost.push(sha256)
    }
    for (const sha256 of lost)
      console.error(`${sha256}: ${missing.includes(sha256) ? 'missing' : 'damaged'}`)
    return lost.length > 0 ? 1 : 0
  } finally {
    await store.close()
  }
}

try {
  const values = readOptions(usage, options)
  process.exitCode = await run(values.sweep ?? false, values.from)
} catch (error) {
  process.exitCode = reportFailure(error, usage)
}
