import { spawnSync } from 'node:child_process'
import { createWriteStream, readdirSync } from 'node:fs'
import { readdir, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { originalKey } from '#lib/images/blob-store.ts'
import { startOrSkip } from '#lib/storage/db/testing/real-server.ts'
import { startPostgres } from '../../testing/postgres/postgres-server.ts'
import { checkStore } from './check-store.ts'
import type { StoreLocation } from './open-parts.ts'
import { restoreBackup } from './restore-backup.ts'
import { makeFolder, makeLocation, openSite, readAll } from './site.fixture.ts'
import { writeArchive } from './write-archive.ts'

const clean = { missing: [], damaged: [], orphans: [], wrongTotals: [] }
const postgres = await startOrSkip('Postgres', () => startPostgres())
afterAll(() => postgres?.stop())

async function archive(location: StoreLocation) {
  const path = join(await makeFolder(), 'site.tar')
  const result = await writeArchive(location, createWriteStream(path))
  return { path, result }
}
const listLeftovers = ({ dataDir }: StoreLocation) => readdir(join(dataDir, 'tmp'))

describe.skipIf(postgres === null)('an archive', () => {
  const databases = {
    sqlite: async () => ({ kind: 'sqlite' }) as const,
    postgres: async () =>
      ({ kind: 'postgres', url: (await postgres?.createDatabase()) ?? '' }) as const,
  }

  test.each([
    ['sqlite', 'sqlite'],
    ['sqlite', 'postgres'],
    ['postgres', 'sqlite'],
  ] as const)('of a site with %s is restored into %s', async (from, to) => {
    const site = await openSite(await makeLocation(await databases[from]()))
    for (const second of [1, 2, 3]) await site.report(second)
    await site.reportSame(await site.report(4, 2), 4, 3)
    await site.store.overview.noteRefusals(1, [
      { at: new Date(), code: 'x', reason: 'x', address: '10.0.0.1', count: 1 },
    ])
    const { path, result } = await archive(site.location)
    expect(result).toMatchObject({ printers: 1, pictures: 4, lost: [] })
    expect(await listLeftovers(site.location)).toEqual([])

    const location = await makeLocation(await databases[to]())
    expect(await restoreBackup(location, path, null)).toMatchObject({ pictures: 4, lost: [] })
    expect(await listLeftovers(location)).toEqual([])
    const restored = await openSite(location)
    const { credentials: _, ...expected } = (await readAll(site.store)) as object & {
      credentials: unknown
    }
    expect(await readAll(restored.store)).toMatchObject(expected)
    expect(await restored.store.overview.listRefusals()).toEqual(new Map())
    expect(await checkStore(restored.store, restored.blobs)).toMatchObject({
      ...clean,
      pictures: 4,
    })
  })
})

test('unpacked, an archive is a folder of backups', async () => {
  const site = await openSite(await makeLocation())
  await site.report(1)
  const { path } = await archive(site.location)
  const folder = await makeFolder()
  spawnSync('tar', ['-xf', path, '-C', folder])
  const [name = ''] = readdirSync(folder)
  const restored = await restoreBackup(await makeLocation(), join(folder, name), null)
  expect(restored).toMatchObject({ pictures: 1, lost: [] })
})

test('what the site has lost is named, and the rest is in the archive', async () => {
  const site = await openSite(await makeLocation())
  const lost = await site.report(1)
  await site.report(2)
  await site.blobs.delete(originalKey(lost))
  const { path, result } = await archive(site.location)
  expect(result.lost).toEqual([{ sha256: lost, problem: 'missing' }])
  const restored = await restoreBackup(await makeLocation(), path, null)
  expect(restored).toMatchObject({ pictures: 2, lost: [lost] })
})

test('of an interrupted archive nothing is restored', async () => {
  const site = await openSite(await makeLocation())
  await site.report(1)
  const { path } = await archive(site.location)
  const location = await makeLocation()
  for (const bytes of [100_000, 5_000, 100, 0]) {
    await truncate(path, bytes)
    await expect(restoreBackup(location, path, null)).rejects.toThrow(/incomplete/)
  }
  expect(await readdir(location.dataDir)).toEqual(['tmp'])
  expect(await listLeftovers(location)).toEqual([])
})

test('a reader that goes away leaves nothing behind', async () => {
  const site = await openSite(await makeLocation())
  for (const second of [1, 2, 3]) await site.report(second)
  const out = new PassThrough({ highWaterMark: 600 })
  const writing = writeArchive(site.location, out)
  out.once('data', () => out.destroy())
  await expect(writing).rejects.toThrow('no longer read')
  expect(await listLeftovers(site.location)).toEqual([])
})
