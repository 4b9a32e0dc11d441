import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { originalKey } from '#lib/images/blob-store.ts'
import { insertSampleChannel } from '#lib/storage/db/testing/sample-channel.ts'
import { later, noon } from '#lib/storage/db/testing/samples.ts'
import { type PostgresServer, startPostgres } from '../../testing/postgres/postgres-server.ts'
import { checkStore } from './check-store.ts'
import { deleteOldBackups } from './delete-old-backups.ts'
import { makeBackup } from './make-backup.ts'
import { listBackups } from './manifest.ts'
import { getDatabaseFile, type StoreLocation } from './open-parts.ts'
import { restoreBackup } from './restore-backup.ts'
import { makeFolder, makeLocation, openSite, readAll } from './site.fixture.ts'

const clean = { missing: [], damaged: [], orphans: [], wrongTotals: [] }

describe('a failed backup or restore changes nothing', () => {
  test('restoring a backup that does not exist', async () => {
    const folder = await makeFolder()
    const location = await makeLocation()
    await expect(restoreBackup(location, folder, null)).rejects.toThrow(/There is no backup in/)
    await expect(restoreBackup(location, '/nowhere', null)).rejects.toThrow(/There is no backup in/)
    expect(readdirSync(location.dataDir)).toEqual([])
  })

  test('restoring into a store that is not empty', async () => {
    const folder = await makeFolder()
    const site = await openSite(await makeLocation())
    await site.report(1)
    await makeBackup(site.location, folder)
    await site.report(2)
    const before = await readAll(site.store)
    await expect(restoreBackup(site.location, folder, null)).rejects.toThrow(
      /repeat this with --move-aside/,
    )
    expect(await readAll(site.store)).toEqual(before)
  })

  test('moving the database of a running site aside', async () => {
    const folder = await makeFolder()
    const site = await openSite(await makeLocation())
    await site.report(1)
    await makeBackup(site.location, folder)
    const before = await readAll(site.store)
    await expect(restoreBackup(site.location, folder, null, { movesAside: true })).rejects.toThrow(
      /is in use.*Stop the site/,
    )
    await site.report(2)
    expect(await readAll(site.store)).not.toEqual(before)
  })

  test('restoring a backup whose database was changed', async () => {
    const folder = await makeFolder()
    const site = await openSite(await makeLocation())
    const { path } = await makeBackup(site.location, folder)
    await appendFile(join(path, 'database.sqlite'), 'x')
    const location = await makeLocation()
    await expect(restoreBackup(location, folder, null)).rejects.toThrow(
      /was changed after the backup/,
    )
    expect(readdirSync(location.dataDir)).toEqual([])
  })

  test('an interrupted backup is not listed', async () => {
    const folder = await makeFolder()
    mkdirSync(join(folder, 'making-2026-11-22T12-00-00Z'))
    mkdirSync(join(folder, '2026-11-22T12-00-00Z'))
    expect(await listBackups(folder)).toEqual([])
  })

  test('backing up a site without a database', async () => {
    const folder = await makeFolder()
    await expect(makeBackup(await makeLocation(), folder)).rejects.toThrow(
      /unable to open|directory/,
    )
    expect(await listBackups(folder)).toEqual([])
  })
})

test('a running site is backed up and restored with everything it had then', async () => {
  const folder = await makeFolder()
  const site = await openSite(await makeLocation())
  const channel = await insertSampleChannel(site.store.notifications, { secrets: { token: 'x' } })
  const about = { subject: 'site/content/x', printerId: null, print: null, detail: 'a.md' }
  await site.store.notifications.insertFacts(
    [{ ...about, kind: 'content', happenedAt: noon }],
    noon,
  )
  for (let second = 1; second <= 20; second++) await site.report(second)
  const before = await readAll(site.store)
  let isWriting = true
  const writer = (async () => {
    for (let second = 1000; isWriting; second++) await site.report(second)
  })()
  const made = await makeBackup(site.location, folder)
  isWriting = false
  await writer
  expect(made).toMatchObject({ printers: 1, lost: [] })
  expect(made.pictures).toBeGreaterThanOrEqual(20)

  const location = await makeLocation()
  const restored = await restoreBackup(location, folder, null)
  expect(restored).toMatchObject({ lost: [], pictures: made.pictures })
  const again = await openSite(location)
  expect(await checkStore(again.store, again.blobs, later(86_400, new Date()))).toEqual({
    pictures: made.pictures,
    ...clean,
  })
  // All data from before the backup is there; reports sent meanwhile are there completely or not at all.
  expect(await readAll(again.store)).toMatchObject({
    printers: (before as { printers: object[] }).printers.map(({ ...printer }) => printer),
  })
  const stored = await Array.fromAsync(again.store.retention.listStored(1))
  for (const { sha256 } of (await Array.fromAsync(site.store.retention.listStored(1))).slice(0, 20))
    expect(stored.map((each) => each.sha256)).toContain(sha256)
  // Nobody is signed in by what was ended since.
  expect(await again.store.owner.listPasskeys()).toHaveLength(1)
  expect(await again.store.owner.listSessions(noon)).toEqual([])
  // No message that was waiting then is sent again.
  expect(await again.store.notifications.listChannels()).toEqual([channel])
  const messages = { channelId: null, state: null, limit: 1 }
  expect(await site.store.notifications.listDeliveries(messages)).toHaveLength(1)
  expect(await again.store.notifications.listDeliveries(messages)).toEqual([])
  // It knows how old its backup is.
  const lastBackup = await again.store.overview.getLastBackup()
  expect(lastBackup?.at).toEqual(new Date(restored.createdAt))
  // The restored site accepts reports.
  await again.report(5000)
})

test('a picture is copied once for all backups and deleted with the last of them', async () => {
  const folder = await makeFolder()
  const site = await openSite(await makeLocation())
  const forgotten = await site.report(1)
  await site.report(2)
  expect((await makeBackup(site.location, folder, noon)).copied).toBe(2)
  const stored = await Array.fromAsync(site.store.retention.listStored(1))
  await site.store.retention.deleteSnapshots([stored[0]?.id ?? 0])
  await site.blobs.delete(`original/${forgotten}`)
  await site.report(3)
  const second = await makeBackup(site.location, folder, later(60))
  expect(second).toMatchObject({ copied: 1, pictures: 2, lost: [] })

  expect(await deleteOldBackups(folder, 5)).toEqual([])
  expect(countPictures(folder)).toBe(3)
  const nextWeek = later(7 * 86_400, new Date())
  expect(await deleteOldBackups(folder, 1, nextWeek)).toEqual(['2026-11-22T12-00-00Z'])
  expect(countPictures(folder)).toBe(2)
  expect(await restoreBackup(await makeLocation(), folder, null)).toMatchObject({ lost: [] })
})

test('a lost and a damaged picture are reported, not backed up, and restored from an older backup', async () => {
  const folder = await makeFolder()
  const site = await openSite(await makeLocation())
  const lost = await site.report(1)
  const damaged = await site.report(2)
  await site.report(3)
  await makeBackup(site.location, folder, noon)
  const pathOf = (sha256: string) =>
    join(site.location.dataDir, 'blobs/original', sha256.slice(0, 2), sha256)
  await rm(pathOf(lost))
  await writeFile(pathOf(damaged), 'no longer a picture')
  expect(await checkStore(site.store, site.blobs)).toMatchObject({
    pictures: 3,
    missing: [lost],
    damaged: [damaged],
  })
  const elsewhere = await makeFolder()
  const { lost: reported } = await makeBackup(site.location, elsewhere, later(60))
  expect(new Set(reported)).toEqual(
    new Set([
      { sha256: lost, problem: 'missing' },
      { sha256: damaged, problem: 'damaged' },
    ]),
  )
  expect(countPictures(elsewhere)).toBe(1)

  const found = run('fsck.ts', [], site.location)
  expect(found.stdout).toContain('3 pictures: 1 missing, 1 damaged')
  expect(found.status).toBe(1)
  const repaired = run('fsck.ts', ['--from', folder], site.location)
  expect(repaired.stdout.match(/restored/g)).toHaveLength(2)
  expect(repaired.status).toBe(0)
  expect(await checkStore(site.store, site.blobs)).toEqual({ pictures: 3, ...clean })
})

test('a lost picture of the second camera is reported, and so are totals that don’t match the rows', async () => {
  const site = await openSite(await makeLocation())
  const sha256 = await site.report(1)
  await site.reportSame(sha256, 1, 2)
  const lost = await site.report(2, 2)
  expect(await checkStore(site.store, site.blobs)).toEqual({ pictures: 2, ...clean })
  await site.blobs.delete(originalKey(lost))
  expect(await checkStore(site.store, site.blobs)).toMatchObject({ ...clean, missing: [lost] })
  const rows = new BetterSqlite(getDatabaseFile(site.location.dataDir))
  rows.exec('update printers set picture_count = picture_count + 1')
  rows.close()
  expect(await checkStore(site.store, site.blobs)).toMatchObject({ wrongTotals: [1] })
  await site.store.retention.recountTotals()
  expect(await checkStore(site.store, site.blobs)).toMatchObject({ wrongTotals: [] })
})

test('a file without a row is an orphan, but not right after its upload', async () => {
  const site = await openSite(await makeLocation())
  await site.report(1)
  const [stored] = await Array.fromAsync(site.store.retention.listStored(1))
  await site.store.retention.deleteSnapshots([stored?.id ?? 0])
  expect(await checkStore(site.store, site.blobs)).toMatchObject(clean)
  const later2h = later(7200, new Date())
  expect((await checkStore(site.store, site.blobs, later2h)).orphans).toMatchObject([
    { key: `original/${stored?.sha256}` },
  ])
})

// Starts six processes, each of which takes seconds on a busy machine.
test('the commands back up, restore and check; invalid arguments change nothing', {
  timeout: 90_000,
}, async () => {
  const folder = await makeFolder()
  const site = await openSite(await makeLocation())
  await site.report(1)
  expect(run('backup.ts', [], site.location)).toMatchObject({ status: 2 })
  expect(run('backup.ts', ['--to', folder, '--keep', 'all'], site.location)).toMatchObject({
    status: 2,
  })
  expect(run('restore.ts', ['--into', folder], site.location)).toMatchObject({ status: 2 })
  expect(readdirSync(folder)).toEqual([])
  const made = run('backup.ts', ['--to', folder, '--keep', '3'], site.location)
  expect(made.stdout).toContain('1 printer, 1 picture, 1 of them new')
  expect(made.status).toBe(0)
  const location = await makeLocation()
  const restored = run('restore.ts', ['--from', folder], location)
  expect(restored.stdout).toContain('restored 1 printer, 1 snapshot, 1 picture')
  expect(restored.status).toBe(0)
  expect(run('fsck.ts', [], location)).toMatchObject({ status: 0 })
  expect(await readAll((await openSite(location)).store)).toMatchObject({ histories: [[{}]] })
})

describe('with Postgres', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())

  test('a backup of Postgres is restored into SQLite and into another Postgres with the same ids', async () => {
    const folder = await makeFolder()
    const onPostgres = async (): Promise<StoreLocation['database']> => ({
      kind: 'postgres',
      url: await server.createDatabase(),
    })
    const site = await openSite(await makeLocation(await onPostgres()))
    await insertSampleChannel(site.store.notifications)
    for (let second = 1; second <= 5; second++) await site.report(second)
    const before = await readAll(site.store)
    expect(await makeBackup(site.location, folder)).toMatchObject({ pictures: 5, lost: [] })
    await expect(restoreBackup(site.location, folder, null)).rejects.toThrow(/has printers already/)

    for (const database of [{ kind: 'sqlite' } as const, await onPostgres()]) {
      const location = await makeLocation(database)
      expect(await restoreBackup(location, folder, null)).toMatchObject({ lost: [], snapshots: 5 })
      const { store } = await openSite(location)
      const [, added] = await store.printers.listCredentials()
      expect(added?.id).toBe(2) // the sequence continues
      await store.printers.deleteCredentials([2])
      expect(await readAll(store)).toEqual(before)
      expect(await store.overview.getLastBackup()).toMatchObject({ lost: 0 })
      expect(await store.owner.listSessions(noon)).toEqual([])
      expect(await store.notifications.listChannels()).toHaveLength(1)
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
