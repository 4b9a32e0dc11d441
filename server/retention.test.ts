import { mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLog } from '#lib/app-context/log.ts'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { openStore } from '#lib/storage/db/open-store.ts'
import { startRetention } from './retention.ts'

async function openStorage() {
  const dataDir = await mkdtemp(join(tmpdir(), 'retention-'))
  const store = await openStore({ database: { kind: 'sqlite', dataDir } })
  const blobs = await openDiskBlobs(dataDir)
  const lines: string[] = []
  const log = createLog('info', { write: (line) => lines.push(line) })
  const pictures = { remove: async () => undefined } as never // there is nothing to remove
  return { dataDir, store, blobs, pictures, lines, log }
}

test('a running site applies retention by itself and logs what it deleted', async () => {
  const { store, blobs, pictures, lines, log } = await openStorage()
  const stop = startRetention({ store, blobs, pictures }, { log, maxBytes: 1000, firstMs: 1 })
  await expect.poll(() => lines.join('')).toContain('"deletedSnapshots":0')
  await stop()
  await store.close()
})

test('an unavailable store is logged and ends nothing', async () => {
  const { dataDir, store, blobs, pictures, lines, log } = await openStorage()
  await store.close()
  const stop = startRetention({ store, blobs, pictures }, { log, maxBytes: 1000, firstMs: 1 })
  await expect.poll(() => lines.join('')).toContain('retention failed')
  await stop()
  expect(await readdir(dataDir)).toContain('paparazza.sqlite')
})
