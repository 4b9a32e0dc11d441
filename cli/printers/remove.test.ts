import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { makeLocation, openSite } from '../backup/site.fixture.ts'

test('a printer that is gone is removed with its pictures; others and their pictures stay', async () => {
  const location = await makeLocation()
  const run = (...args: string[]) => {
    const program = [join(import.meta.dirname, 'main.ts'), ...args]
    const { status, stdout, stderr } = spawnSync(process.execPath, program, {
      encoding: 'utf8',
      env: { NODE_ENV: 'production', DATA_DIR: location.dataDir },
    })
    return { status, text: stdout + stderr }
  }
  const site = await openSite(location)
  const sha256 = await site.report(1)
  expect(run('add', 'The other one').status).toBe(0)

  expect(run('remove', '3', '--yes')).toMatchObject({
    status: 2,
    text: expect.stringContaining('There is no printer 3.'),
  })
  const refused = run('remove', '1')
  expect(refused.text).toContain('Repeat the command with --yes.')
  expect(refused.status).toBe(2)
  expect(await site.store.snapshots.hasSnapshot(sha256)).toBe(true)

  const removed = run('remove', '1', '--yes')
  expect(removed.text).toContain('was removed. Deleted 1 picture and 1 reading.')
  expect(removed.status).toBe(0)
  expect(await site.store.printers.listPrinters()).toMatchObject([{ name: 'The other one' }])
  expect(await site.store.printers.listCredentials()).toMatchObject([{ printerId: 2 }])
  const blobs = await openDiskBlobs(location.dataDir)
  expect(await Array.fromAsync(blobs.list('original/'))).toEqual([])
}, 120_000)
