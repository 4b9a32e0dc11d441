import { mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLog } from '#lib/app-context/log.ts'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { openStore } from '#lib/storage/db/open-store.ts'
import { startRetentionJob } from './retention-job.ts'

async function openHome() {
  const dataDir = await mkdtemp(join(tmpdir(), 'house-'))
  const store = await openStore({ database: { kind: 'sqlite', dataDir } })
  const blobs = await openDiskBlobs(dataDir)
  const lines: string[] = []
  const log = createLog('info', { write: (line) => lines.push(line) })
  const pictures = { remove: async () => undefined } as never // nothing is there to be removed
  return { dataDir, store, blobs, pictures, lines, log }
}

test('a running site keeps house by itself and says what it forgot', async () => {
  const { store, blobs, pictures, lines, log } = await openHome()
  const stop = startRetentionJob({ store, blobs, pictures }, { log, maxBytes: 1000, firstMs: 1 })
  await expect.poll(() => lines.join('')).toContain('"forgottenSnapshots":0')
  await stop()
  await store.close()
})

test('a store that is away is told and ends nothing', async () => {
  const { dataDir, store, blobs, pictures, lines, log } = await openHome()
  await store.close()
  const stop = startRetentionJob({ store, blobs, pictures }, { log, maxBytes: 1000, firstMs: 1 })
  await expect.poll(() => lines.join('')).toContain('keeping house was cut short')
  await stop()
  expect(await readdir(dataDir)).toContain('paparazza.sqlite')
})
