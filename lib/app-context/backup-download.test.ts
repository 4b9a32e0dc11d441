import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { beforeEach, expect, test } from 'vitest'
import { openStore } from '#lib/storage/db/open-store.ts'
import { insertSamplePrinter } from '#lib/storage/db/testing/samples.ts'
import { openBackupDownload } from './backup-download.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'download-'))
  // The process that makes the backup has the site's environment.
  process.env.DATA_DIR = dataDir
  return () => rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

async function makeSite(): Promise<void> {
  const store = await openStore({ database: { kind: 'sqlite', dataDir } })
  await insertSamplePrinter(store.printers)
  await store.close()
}
const program = 'cli/backup/download.ts'
const listLeftovers = () => readdir(join(dataDir, 'tmp'))

test('the archive comes from a process of its own, one at a time, and says when it was complete', async () => {
  await makeSite()
  const events: string[] = []
  const options = {
    program,
    onStart: async () => void events.push('started'),
    onDone: async (lost: number) => void events.push(`done, ${lost} lost`),
  }
  const archive = await openBackupDownload(options)
  await expect(openBackupDownload(options)).rejects.toMatchObject({ code: 'busy' })
  expect(events).toEqual(['started'])
  const bytes = await buffer(archive)
  expect(bytes.toString('latin1')).toContain('manifest.json')
  expect(events).toEqual(['started', 'done, 0 lost'])
  expect(await listLeftovers()).toEqual([])
})

test('a fault before the first byte is an error, and the next download works', async () => {
  const never = { program, onStart: async () => undefined, onDone: async () => undefined }
  // There is no database.
  await expect(openBackupDownload(never).then(buffer)).rejects.toThrow('The backup failed')
  await makeSite()
  const tryAgain = () => openBackupDownload(never).then(buffer, () => null)
  await expect.poll(tryAgain, { timeout: 15_000 }).not.toBeNull()
})

test('when nobody reads any more, the process ends and leaves nothing behind', async () => {
  await makeSite()
  const archive = await openBackupDownload({
    program,
    onStart: async () => undefined,
    onDone: async () => expect.unreachable(),
  })
  await archive.cancel()
  await expect.poll(listLeftovers, { timeout: 10_000 }).toEqual([])
})
