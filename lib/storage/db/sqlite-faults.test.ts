import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, open, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Sqlite from 'better-sqlite3'
import { beforeEach, describe, expect, onTestFinished, type TestContext, test } from 'vitest'
import { mountSmallDisk } from '#lib/storage/blobs/small-disk.fixture.ts'
import { openStore } from './open-store.ts'
import { assertIntact, assertSqliteVersion } from './sqlite-preconditions.ts'
import { insertSamplePrinter, later, makeReport, noon } from './testing/samples.ts'

const unavailable = { code: 'storage-unavailable', retryAfterSeconds: 5 }

let dataDir: string
let file: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'store-'))
  file = join(dataDir, 'paparazza.sqlite')
  return () => rm(dataDir, { recursive: true })
})

async function openHere(folder = dataDir, busyTimeoutMs = 300) {
  const store = await openStore({ database: { kind: 'sqlite', dataDir: folder, busyTimeoutMs } })
  onTestFinished(() => store.close())
  return store
}

/** Fills a store with one printer and `count` reports, and closes it. */
async function fill(count: number): Promise<void> {
  const store = await openStore({ database: { kind: 'sqlite', dataDir } })
  await insertSamplePrinter(store.printers)
  for (let index = 0; index < count; index++)
    await store.snapshots.insertObservation(makeReport(1, later(index)))
  await store.close()
}

describe('another process with the same database', () => {
  /** A real process that locks the database until its stdin ends. */
  async function lockElsewhere() {
    const program = `
      import Sqlite from 'better-sqlite3'
      const database = new Sqlite(process.argv[1])
      database.exec('begin exclusive')
      console.log('locked')
      process.stdin.resume().on('end', () => database.exec('rollback'))
    `
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, file], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child.stdout, 'data')
    return async () => {
      child.stdin.end()
      await once(child, 'exit')
    }
  }

  test('while it has the lock, writes fail in time, and pages still work', async () => {
    await fill(1)
    const store = await openHere()
    const unlock = await lockElsewhere()
    let hasFailed = false
    const writes = Array.from({ length: 20 }, (_, index) =>
      expect(store.snapshots.insertObservation(makeReport(1, later(60 + index))))
        .rejects.toMatchObject(unavailable)
        .then(() => {
          hasFailed = true
        }),
    )
    let pages = 0
    while (!hasFailed) {
      expect((await store.snapshots.getCurrent(1)).snapshot?.capturedAt).toEqual(noon)
      pages++
      await new Promise(setImmediate)
    }
    await Promise.all(writes)
    await expect(store.retention.checkWritable()).rejects.toMatchObject(unavailable)
    expect(pages).toBeGreaterThan(10)

    await unlock()
    const { isNew } = await store.snapshots.insertObservation(makeReport(1, later(60)))
    expect(isNew).toBe(true)
  })

  test('a write waits for a lock that is released in time', async () => {
    await fill(1)
    const store = await openHere(dataDir, 10_000)
    const unlock = await lockElsewhere()
    const write = store.snapshots.insertObservation(makeReport(1, later(60)))
    await unlock()
    expect((await write).isNew).toBe(true)
  })

  test('three that start and write at the same time lose nothing', async () => {
    const program = `
      const [, modules, dataDir, number] = process.argv
      const { openStore } = await import(modules + 'open-store.ts')
      const { insertSamplePrinter, later, makeReport } = await import(modules + 'testing/samples.ts')
      const store = await openStore({ database: { kind: 'sqlite', dataDir } })
      const printer = await insertSamplePrinter(store.printers, number)
      for (let second = 0; second < 40; second++)
        await store.snapshots.insertObservation(makeReport(printer.id, later(second)))
      await store.close()
    `
    const modules = new URL('.', import.meta.url).href
    const run = (number: string) =>
      promisify(execFile)(process.execPath, [
        '--input-type=module',
        ...['-e', program, modules, dataDir, number],
      ])
    await Promise.all(['a', 'b', 'c'].map(run))
    const store = await openHere()
    const printers = await store.printers.listPrinters()
    expect(printers.map((printer) => printer.name).sort()).toEqual(['a', 'b', 'c'])
    for (const printer of printers)
      expect(await Array.fromAsync(store.retention.listStored(printer.id))).toHaveLength(40)
  })

  test('a process sees the writes of another', async () => {
    await fill(0)
    const [site, command] = [await openHere(), await openHere()]
    const before = await site.retention.listRevisions()
    await command.printers.updatePrinter(1, { isPublishing: false })
    expect((await site.retention.listRevisions()).get(1)).toBeGreaterThan(before.get(1) ?? 0)
    expect((await site.printers.getPrinter(1))?.isPublishing).toBe(false)
  })
})

describe('the disk', () => {
  async function openOnSmallDisk({ skip }: TestContext) {
    const disk = await mountSmallDisk(3)
    if (!disk) return skip('no small disk can be mounted here')
    onTestFinished(disk.unmount)
    const store = await openHere(disk.path)
    await insertSamplePrinter(store.printers)
    await store.snapshots.insertObservation(makeReport(1, noon))
    return { disk, store }
  }

  test('full: reported as full, pages still work, and writes work again once there is space', async (context) => {
    const { disk, store } = await openOnSmallDisk(context)
    const filler = join(disk.path, 'filler')
    await expect(writeFile(filler, Buffer.alloc(4_000_000))).rejects.toThrow(/ENOSPC/)

    const acknowledged: number[] = []
    const insertUntilFull = async () => {
      for (let second = 1; ; second++) {
        await store.snapshots.insertObservation(makeReport(1, later(second)))
        acknowledged.push(second)
      }
    }
    const full = { code: 'insufficient-storage' }
    await expect(insertUntilFull()).rejects.toMatchObject(full)
    await expect(store.retention.checkWritable()).rejects.toMatchObject(full)
    expect(await Array.fromAsync(store.retention.listStored(1))).toHaveLength(
      1 + acknowledged.length,
    )

    await rm(filler)
    await store.retention.checkWritable()
    const next = await store.snapshots.insertObservation(makeReport(1, later(3600)))
    expect(await store.snapshots.getCurrent(1)).toMatchObject({ snapshot: next.snapshot })
  })

  test('read-only: unavailable at the start, and opened once it is writable', async (context) => {
    const { disk, store } = await openOnSmallDisk(context)
    await store.close()
    await disk.setReadOnly(true)
    await expect(openHere(disk.path)).rejects.toMatchObject(unavailable)
    await expect(openHere(join(disk.path, 'new'))).rejects.toMatchObject(unavailable)

    await disk.setReadOnly(false)
    const reopened = await openHere(disk.path)
    await reopened.retention.checkWritable()
    expect((await reopened.snapshots.getCurrent(1)).snapshot?.capturedAt).toEqual(noon)
  })

  test('on a network filesystem: rejected with instructions', async () => {
    const database = { kind: 'sqlite', dataDir, getFilesystemType: async () => 0xff534d42 } as const
    await expect(openStore({ database })).rejects.toThrow(/CIFS.*DATABASE_URL/)
    await expect(stat(file)).rejects.toThrow(/ENOENT/)
  })
})

describe('a database that must not be used', () => {
  const overwrite = async (path: string, bytes: Buffer, at: number) => {
    const handle = await open(path, 'r+')
    await handle.write(bytes, 0, bytes.length, at)
    await handle.close()
  }

  test('damaged: rejected with instructions, and left unchanged', async () => {
    await fill(60)
    const { size } = await stat(file)
    await overwrite(file, Buffer.alloc(size - 8192, 0xa5), 8192)
    await expect(openHere()).rejects.toThrow(/is damaged.*Nothing was changed.*backup/)
    expect((await stat(file)).size).toBe(size)
  })

  test('a large one: its short tables are read at the start, all of it by fsck', async () => {
    await fill(60)
    const { size } = await stat(file)
    const { root, pageSize } = readRootPage('snapshots')
    await overwrite(file, Buffer.alloc(pageSize, 0xa5), (root - 1) * pageSize)
    const database = new Sqlite(file)
    assertIntact(database, file, size / 2)
    expect(() => assertIntact(database, file)).toThrow(/is damaged/)
    database.close()
    const { root: short } = readRootPage('credentials')
    await overwrite(file, Buffer.alloc(pageSize, 0xa5), (short - 1) * pageSize)
    const again = new Sqlite(file)
    expect(() => assertIntact(again, file, size / 2)).toThrow(/is damaged/)
    again.close()
  })

  /** Damaging a table's first page damages all of it. */
  function readRootPage(table: string) {
    const database = new Sqlite(file)
    const query = 'select rootpage from sqlite_schema where name = ?'
    const root = Number(database.prepare(query).pluck().get(table))
    const pageSize = Number(database.pragma('page_size', { simple: true }))
    database.close()
    return { root, pageSize }
  }

  test('not a database: rejected with instructions', async () => {
    await writeFile(
      file,
      'This is my shopping list, not a database, and it is long enough.'.repeat(99),
    )
    await expect(openHere()).rejects.toThrow(/is damaged.*backup/)
  })

  test('only its log is left: rejected, and the log is left unchanged', async () => {
    const store = await openHere()
    await insertSamplePrinter(store.printers)
    await copyFile(`${file}-wal`, join(dataDir, 'saved-wal'))
    await store.close()
    await rm(file)
    await copyFile(join(dataDir, 'saved-wal'), `${file}-wal`)
    await expect(openHere()).rejects.toThrow(/-wal exists but/)
    expect((await stat(`${file}-wal`)).size).toBeGreaterThan(0)
  })

  test('migrated by a newer version: rejected, and left unchanged', async () => {
    await fill(1)
    const newer = new Sqlite(file)
    newer.exec("insert into migrations values (4711, 'from the future', 0)")
    newer.close()
    await expect(openHere()).rejects.toThrow(/newer version of this site/)
  })

  test('a library with the bug that corrupts databases is rejected', () => {
    for (const version of ['3.40.1', '3.51.2', '3.7.0', '2.99.99'])
      expect(() => assertSqliteVersion(version)).toThrow(/3\.51\.3 or newer/)
    for (const version of ['3.51.3', '3.53.0', '4.0.0']) assertSqliteVersion(version)
  })

  test('a log truncated by a power failure loses only what was never acknowledged', async () => {
    const store = await openHere()
    await insertSamplePrinter(store.printers)
    await store.snapshots.insertObservation(makeReport(1, noon))
    const { size } = await stat(`${file}-wal`)
    await store.snapshots.insertObservation(makeReport(1, later(60)))
    const truncated = await mkdtemp(join(dataDir, 'truncated-'))
    const copy = join(truncated, 'paparazza.sqlite')
    await copyFile(file, copy)
    await copyFile(`${file}-wal`, `${copy}-wal`)
    await truncate(`${copy}-wal`, size + 100)
    const after = await openHere(truncated)
    expect((await after.snapshots.getCurrent(1)).snapshot?.capturedAt).toEqual(noon)
  })
})
