import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { later, noon } from '#lib/storage/db/testing/samples.ts'
import { type PostgresServer, startPostgres } from '../../testing/postgres/postgres-server.ts'
import { checkStore } from './check-store.ts'
import { keepBackups } from './keep-backups.ts'
import { makeBackup } from './make-backup.ts'
import { listBackups } from './manifest.ts'
import type { StoreLocation } from './open-parts.ts'
import { restoreBackup } from './restore-backup.ts'
import { makeFolder, makePlace, openSite, readAll } from './site.fixture.ts'

const clean = { missing: [], damaged: [], orphans: [] }

describe('what can’t be restored changes nothing', () => {
  test('there is no such backup', async () => {
    const folder = await makeFolder()
    const place = await makePlace()
    await expect(restoreBackup(place, folder, null)).rejects.toThrow(/There is no backup in/)
    await expect(restoreBackup(place, '/nowhere', null)).rejects.toThrow(/There is no backup in/)
    expect(readdirSync(place.dataDir)).toEqual([])
  })

  test('a store that has something is never written over', async () => {
    const folder = await makeFolder()
    const site = await openSite(await makePlace())
    await site.report(1)
    await makeBackup(site.place, folder)
    await site.report(2)
    const before = await readAll(site.store)
    await expect(restoreBackup(site.place, folder, null)).rejects.toThrow(/move it away/)
    expect(await readAll(site.store)).toEqual(before)
  })

  test('a backup whose database was touched is refused', async () => {
    const folder = await makeFolder()
    const site = await openSite(await makePlace())
    const { path } = await makeBackup(site.place, folder)
    await appendFile(join(path, 'database.sqlite'), 'x')
    const place = await makePlace()
    await expect(restoreBackup(place, folder, null)).rejects.toThrow(/not the file/)
    expect(readdirSync(place.dataDir)).toEqual([])
  })

  test('a backup that was cut off is none', async () => {
    const folder = await makeFolder()
    mkdirSync(join(folder, 'making-2026-11-22T12-00-00Z'))
    mkdirSync(join(folder, '2026-11-22T12-00-00Z'))
    expect(await listBackups(folder)).toEqual([])
  })

  test('there is nothing to back up', async () => {
    const folder = await makeFolder()
    await expect(makeBackup(await makePlace(), folder)).rejects.toThrow(/unable to open|directory/)
    expect(await listBackups(folder)).toEqual([])
  })
})

test('the drill: a site that goes on is backed up, lost, and back with all that it had then', async () => {
  const folder = await makeFolder()
  const site = await openSite(await makePlace())
  for (let second = 1; second <= 20; second++) await site.report(second)
  const before = await readAll(site.store)
  let isWriting = true
  const writer = (async () => {
    for (let second = 1000; isWriting; second++) await site.report(second)
  })()
  const made = await makeBackup(site.place, folder)
  isWriting = false
  await writer
  expect(made).toMatchObject({ printers: 1, faults: [] })
  expect(made.pictures).toBeGreaterThanOrEqual(20)

  const place = await makePlace()
  const restored = await restoreBackup(place, folder, null)
  expect(restored).toMatchObject({ faults: [], pictures: made.pictures })
  const again = await openSite(place)
  expect(await checkStore(again.store, again.blobs, later(86_400, new Date()))).toEqual({
    pictures: made.pictures,
    ...clean,
  })
  // Everything from before is there; what came meanwhile is there whole or not at all.
  expect(await readAll(again.store)).toMatchObject({
    printers: (before as { printers: object[] }).printers.map(({ ...printer }) => printer),
  })
  const kept = await again.store.retention.listStored(1)
  for (const { sha256 } of await site.store.retention.listStored(1).then((all) => all.slice(0, 20)))
    expect(kept.map((each) => each.sha256)).toContain(sha256)
  // And it goes on.
  await again.report(5000)
})

test('a picture is copied once, however many backups have it, and goes with the last of them', async () => {
  const folder = await makeFolder()
  const site = await openSite(await makePlace())
  const forgotten = await site.report(1)
  await site.report(2)
  expect((await makeBackup(site.place, folder, noon)).copied).toBe(2)
  const kept = await site.store.retention.listStored(1)
  await site.store.retention.deleteSnapshots([kept[0]?.id ?? 0])
  await site.blobs.delete(`original/${forgotten}`)
  await site.report(3)
  const second = await makeBackup(site.place, folder, later(60))
  expect(second).toMatchObject({ copied: 1, pictures: 2, faults: [] })

  expect(await keepBackups(folder, 5)).toEqual([])
  expect(countPictures(folder)).toBe(3)
  const nextWeek = later(7 * 86_400, new Date())
  expect(await keepBackups(folder, 1, nextWeek)).toEqual(['2026-11-22T12-00-00Z'])
  expect(countPictures(folder)).toBe(2)
  expect(await restoreBackup(await makePlace(), folder, null)).toMatchObject({ faults: [] })
})

test('a lost and a damaged picture are told, never backed up, and brought back from an older backup', async () => {
  const folder = await makeFolder()
  const site = await openSite(await makePlace())
  const lost = await site.report(1)
  const damaged = await site.report(2)
  await site.report(3)
  await makeBackup(site.place, folder, noon)
  const pathOf = (sha256: string) =>
    join(site.place.dataDir, 'blobs/original', sha256.slice(0, 2), sha256)
  await rm(pathOf(lost))
  await writeFile(pathOf(damaged), 'not a picture any more')
  expect(await checkStore(site.store, site.blobs)).toMatchObject({
    pictures: 3,
    missing: [lost],
    damaged: [damaged],
  })
  const elsewhere = await makeFolder()
  const { faults } = await makeBackup(site.place, elsewhere, later(60))
  expect(new Set(faults)).toEqual(
    new Set([
      { sha256: lost, fault: 'missing' },
      { sha256: damaged, fault: 'damaged' },
    ]),
  )
  expect(countPictures(elsewhere)).toBe(1)

  const told = run('fsck.ts', [], site.place)
  expect(told.stdout).toContain('3 pictures: 1 missing, 1 damaged')
  expect(told.status).toBe(1)
  const mended = run('fsck.ts', ['--from', folder], site.place)
  expect(mended.stdout.match(/brought back/g)).toHaveLength(2)
  expect(mended.status).toBe(0)
  expect(await checkStore(site.store, site.blobs)).toEqual({ pictures: 3, ...clean })
})

test('what no row names is swept on request, what an upload has just brought is not', async () => {
  const site = await openSite(await makePlace())
  await site.report(1)
  const [kept] = await site.store.retention.listStored(1)
  await site.store.retention.deleteSnapshots([kept?.id ?? 0])
  expect(await checkStore(site.store, site.blobs)).toMatchObject(clean)
  const later2h = later(7200, new Date())
  expect((await checkStore(site.store, site.blobs, later2h)).orphans).toMatchObject([
    { key: `original/${kept?.sha256}` },
  ])
})

// Six processes, one after the other, where a loaded machine starts one in seconds.
test('by the commands: backed up, deleted, restored; wrong words change nothing', {
  timeout: 90_000,
}, async () => {
  const folder = await makeFolder()
  const site = await openSite(await makePlace())
  await site.report(1)
  expect(run('backup.ts', [], site.place)).toMatchObject({ status: 2 })
  expect(run('backup.ts', ['--to', folder, '--keep', 'all'], site.place)).toMatchObject({
    status: 2,
  })
  expect(run('restore.ts', ['--into', folder], site.place)).toMatchObject({ status: 2 })
  expect(readdirSync(folder)).toEqual([])
  const made = run('backup.ts', ['--to', folder, '--keep', '3'], site.place)
  expect(made.stdout).toContain('1 printers, 1 pictures, 1 of them new')
  expect(made.status).toBe(0)
  const place = await makePlace()
  const restored = run('restore.ts', ['--from', folder], place)
  expect(restored.stdout).toContain('1 printers, 1 snapshots, 1 pictures are back')
  expect(restored.status).toBe(0)
  expect(run('fsck.ts', [], place)).toMatchObject({ status: 0 })
  expect(await readAll((await openSite(place)).store)).toMatchObject({ histories: [[{}]] })
})

describe('with Postgres', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())

  test('a backup goes from Postgres to SQLite and back into another Postgres, ids and all', async () => {
    const folder = await makeFolder()
    const onPostgres = async (): Promise<StoreLocation['database']> => ({
      kind: 'postgres',
      url: await server.createDatabase(),
    })
    const site = await openSite(await makePlace(await onPostgres()))
    for (let second = 1; second <= 5; second++) await site.report(second)
    const before = await readAll(site.store)
    expect(await makeBackup(site.place, folder)).toMatchObject({ pictures: 5, faults: [] })
    await expect(restoreBackup(site.place, folder, null)).rejects.toThrow(/has printers already/)

    for (const database of [{ kind: 'sqlite' } as const, await onPostgres()]) {
      const place = await makePlace(database)
      expect(await restoreBackup(place, folder, null)).toMatchObject({ faults: [], snapshots: 5 })
      const { store } = await openSite(place)
      const [, added] = await store.printers.listCredentials()
      expect(added?.id).toBe(2) // the next number was free
      await store.printers.deleteCredentials([2])
      expect(await readAll(store)).toEqual(before)
    }
  })
})

function countPictures(folder: string): number {
  return readdirSync(join(folder, 'blobs/original'), { recursive: true }).filter(
    (name) => String(name).length > 60,
  ).length
}

function run(script: string, args: string[], { dataDir }: StoreLocation) {
  const path = join(import.meta.dirname, script)
  return spawnSync(process.execPath, [path, ...args], {
    encoding: 'utf8',
    env: { NODE_ENV: 'production', PATH: process.env.PATH, DATA_DIR: dataDir },
  })
}
