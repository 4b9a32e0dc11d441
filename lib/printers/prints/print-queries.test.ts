import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultFormats } from '#lib/api/formats.ts'
import { readingsSchema } from '#lib/api/schema/charts.ts'
import {
  archiveDaysSchema,
  framesSchema,
  printsSchema,
  printWithNeighboursSchema,
} from '#lib/api/schema/prints.ts'
import { formatCursor } from '#lib/http/params.ts'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import {
  insertSamplePrinter,
  later,
  makeReading,
  makeReport,
  makeSnapshot,
  sha256Of,
} from '#lib/storage/db/testing/samples.ts'
import { type ArchiveQueries, createArchiveQueries } from '../archive/archive-queries.ts'
import { type ArchiveQuery, fullArchive } from '../archive/archive-query.ts'
import type { NewSnapshot, Reading } from '../types.ts'
import { createPrintQueries, type PrintQueries } from './print-queries.ts'

let dataDir: string
let store: OpenStore
let queries: PrintQueries
let archive: ArchiveQueries
let id: number
let now: Date

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'prints-'))
  store = await openStore({ database: { kind: 'sqlite', dataDir } })
  id = (await insertSamplePrinter(store.printers)).id
  now = later(7200)
  const settings = {
    siteUrl: 'https://example.org',
    getFormats: () => defaultFormats,
    listVariants: () => [{ width: 640, format: 'jpg', pixelWidth: 640 } as const],
    formatCursor,
    now: () => now,
  }
  queries = createPrintQueries(store, settings)
  archive = createArchiveQueries(store, settings)
})
afterEach(async () => {
  await store.close()
  await rm(dataDir, { recursive: true })
})

/** At a minute; `picture: null`: without one. */
function say(minute: number, reading: Partial<Reading>, picture: Partial<NewSnapshot> | null = {}) {
  const at = later(minute * 60)
  const quiet = { progress: null, elapsedSeconds: null, remainingSeconds: null }
  return store.snapshots.insertObservation(
    makeReport(id, at, {
      reading: makeReading({ ...quiet, ...reading }),
      snapshot: picture && makeSnapshot(at, { sha256: sha256Of(`${minute}`), ...picture }),
    }),
  )
}

async function reportWholePrint(): Promise<void> {
  await say(0, { state: 'idle', jobName: null })
  await say(10, { state: 'printing', progress: 20 })
  await say(20, { state: 'printing', progress: 80 })
  await say(30, { state: 'finished', progress: 100 })
  await say(60, { state: 'idle', jobName: null })
}

const list = () => queries.listPrints(id, { before: null, limit: 20 })

describe('prints', () => {
  test('a list without pictures needs no queries for them', async () => {
    await reportWholePrint()
    const [pictured] = (await list()).prints
    const page = { before: null, limit: 20, isPictured: false }
    const [named] = (await queries.listPrints(id, page)).prints
    expect(pictured?.picture).not.toBeNull()
    expect(named).toEqual({ ...pictured, picture: null })
  })

  test('an unknown printer or print is an error', async () => {
    expect(await list()).toEqual({ prints: [], next: null })
    await expect(queries.getPrint(id, 1)).rejects.toMatchObject({ code: 'not-found' })
    await expect(queries.listFrames(id, 1)).rejects.toMatchObject({ code: 'not-found' })
    await expect(queries.getPrint(99, 1)).rejects.toMatchObject({ code: 'printer-not-found' })
  })

  test('a finished print has the bounds of its start and its end', async () => {
    await reportWholePrint()
    const { prints, next } = printsSchema.parse(await list())
    expect(next).toBeNull()
    expect(prints).toMatchObject([
      {
        number: 1,
        url: `https://example.org/printers/${id}/prints/1`,
        outcome: 'finished',
        progress: 100,
        started: { not_before: '2026-11-22T12:00:00Z', not_after: '2026-11-22T12:10:00Z' },
        ended: { not_before: '2026-11-22T12:20:00Z', not_after: '2026-11-22T12:30:00Z' },
        duration_seconds: { at_least: 600, at_most: 1800 },
        max_temperatures: { tool0: 214.8 },
      },
    ])
  })

  test('unpublished values are left out', async () => {
    await reportWholePrint()
    expect((await list()).prints[0]?.name).toBeNull()
    await store.printers.updatePrinter(id, { jobAlias: 'a gift', publishesTemperatures: false })
    const [print] = (await list()).prints
    expect(print).toMatchObject({ name: 'a gift', max_temperatures: null })
    expect((await queries.listFrames(id, 1))[0]?.temperatures).toBeNull()
    expect((await queries.getReadingsOfPrint(id, 1)).points[0]?.temperatures).toBeNull()
    expect(JSON.stringify([print, await queries.listFrames(id, 1)])).not.toContain('benchy')
  })

  test('while the camera is paused it has readings and no picture', async () => {
    await reportWholePrint()
    await store.printers.updatePrinter(id, { isPublishing: false })
    expect(await queries.getPrint(id, 1)).toMatchObject({ picture: null, pictures: 0 })
    expect(await queries.listFrames(id, 1)).toEqual([])
    const page = { before: null, limit: 5 }
    expect((await archive.listArchive(id, page, fullArchive)).snapshots).toEqual([])
    expect(await archive.listDays(id, fullArchive)).toEqual([])
    expect((await queries.getReadingsOfPrint(id, 1)).points.length).toBeGreaterThan(2)
  })

  test('a print without news for a day has ended', async () => {
    await say(10, { state: 'printing' })
    now = later(600 + 86_399)
    expect((await list()).prints[0]).toMatchObject({ outcome: 'running', ended: null })
    now = later(600 + 86_401)
    expect((await list()).prints[0]).toMatchObject({
      outcome: 'unknown',
      ended: { not_before: '2026-11-22T12:10:00Z', not_after: null },
      duration_seconds: { at_most: null },
    })
  })

  test('the readings of a print that has gone silent end with the last one', async () => {
    for (const minute of [10, 20]) await say(minute, { state: 'printing' }, null)
    now = later(12 * 86_400)
    const { from, to, points } = await queries.getReadingsOfPrint(id, 1)
    expect([from, to]).toEqual(['2026-11-22T12:10:00Z', '2026-11-22T12:20:00Z'])
    expect(points).toHaveLength(2)
  })

  test('its picture is the sharpest, well lit one with the part', async () => {
    await say(0, { state: 'idle' }, { sharpness: 900 })
    await say(10, { state: 'printing' }, { sharpness: 200 })
    await say(20, { state: 'printing' }, { sharpness: 400 })
    await say(30, { state: 'printing' }, { sharpness: 800, luma: 4 })
    await say(40, { state: 'finished' }, { sharpness: 100 })
    await say(50, { state: 'idle' }, { sharpness: 900 })
    const { picture } = await queries.getPrint(id, 1)
    expect(picture?.captured_at).toBe('2026-11-22T12:20:00Z')
  })

  test('among equally sharp pictures, the one that shows most of the part wins, unless it is too dark', async () => {
    await say(10, { state: 'printing', progress: 37 }, { sharpness: 1340 })
    await say(20, { state: 'printing', progress: 92 }, { sharpness: 1306 })
    await say(30, { state: 'finished', progress: 100 }, { sharpness: 1186, luma: 8 })
    expect((await queries.getPrint(id, 1)).picture?.captured_at).toBe('2026-11-22T12:20:00Z')
  })

  test('pictures from before sharpness was measured can be its picture', async () => {
    await say(10, { state: 'printing' }, { sharpness: null })
    await say(20, { state: 'finished' }, { sharpness: null, luma: 3 })
    expect((await queries.getPrint(id, 1)).picture?.captured_at).toBe('2026-11-22T12:10:00Z')
  })

  test('a print has its pictures, its readings and its neighbours', async () => {
    await reportWholePrint()
    await say(70, { state: 'printing', jobName: 'next.gcode' })
    const print = printWithNeighboursSchema.parse(await queries.getPrint(id, 1))
    expect(print).toMatchObject({ previous: null, next: 2, pictures: 3 })
    const { frames } = framesSchema.parse({ frames: await queries.listFrames(id, 1) })
    expect(frames.map((frame) => [frame.state, frame.progress])).toEqual([
      ['printing', 20],
      ['printing', 80],
      ['finished', 100],
    ])
    const readings = readingsSchema.parse(await queries.getReadingsOfPrint(id, 1))
    expect(readings).toMatchObject({ gap_seconds: 1800, to: '2026-11-22T12:30:00Z' })
    expect(readings.points.map((point) => point.state)).toEqual([
      'printing',
      'printing',
      'finished',
    ])
  })

  test('pages of prints follow each other', async () => {
    for (let hour = 0; hour < 3; hour++)
      for (const [minute, state] of [
        [0, 'printing'],
        [10, 'finished'],
      ] as const)
        await say(hour * 60 + minute, { state, jobName: `${hour}` })
    const first = await queries.listPrints(id, { before: null, limit: 2 })
    expect(first.prints.map((print) => print.number)).toEqual([3, 2])
    expect(first.next).toMatch(/^\d+-2$/)
  })
})

describe('the archive', () => {
  test('has the pictures of a print, of a state, of a day', async () => {
    await reportWholePrint()
    const count = async (query: Partial<typeof fullArchive>) =>
      (await archive.listArchive(id, { before: null, limit: 50 }, { ...fullArchive, ...query }))
        .snapshots.length
    expect(await count({})).toBe(5)
    expect(await count({ print: 1 })).toBe(3)
    expect(await count({ state: 'idle' })).toBe(2)
    expect(await count({ state: 'printing', print: 1, to: later(900) })).toBe(1)
    await expect(count({ print: 7 })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('paging from any place ends at the oldest and the newest picture', async () => {
    for (let minute = 0; minute < 7; minute++) await say(minute, { state: 'idle' })
    const walk = async (position: { before: Date } | { after: Date } | null) => {
      const cursor = (capturedAt: Date) => ({ capturedAt, id: 0 })
      const before = position && 'before' in position ? cursor(position.before) : null
      const after = position && 'after' in position ? { after: cursor(position.after) } : {}
      const page = { before, ...after, limit: 3 }
      const { snapshots, next, previous } = await archive.listArchive(id, page, fullArchive)
      const minutes = snapshots.map(({ captured_at }) => new Date(captured_at).getUTCMinutes())
      return { minutes, isLast: next === null, isFirst: previous === null }
    }
    expect(await walk(null)).toEqual({ minutes: [6, 5, 4], isLast: false, isFirst: true })
    expect(await walk({ before: later(240) })).toEqual({
      minutes: [3, 2, 1],
      isLast: false,
      isFirst: false,
    })
    // Exactly one page: there is no older one.
    expect(await walk({ before: later(180) })).toMatchObject({ minutes: [2, 1, 0], isLast: true })
    expect(await walk({ before: later(-60) })).toEqual({
      minutes: [],
      isLast: true,
      isFirst: false,
    })
    expect(await walk({ after: later(0) })).toEqual({
      minutes: [2, 1, 0],
      isLast: true,
      isFirst: false,
    })
    expect(await walk({ after: later(240) })).toEqual({
      minutes: [6, 5, 4],
      isLast: false,
      isFirst: true,
    })
    expect(await walk({ after: later(600) })).toMatchObject({ minutes: [], isLast: false })
  })

  test('counts the days with pictures', async () => {
    await reportWholePrint()
    await say(60 * 24, { state: 'idle' })
    const days = await archive.listDays(id, fullArchive)
    expect(archiveDaysSchema.parse({ days }).days).toEqual([
      { day: '2026-11-22', pictures: 5 },
      { day: '2026-11-23', pictures: 1 },
    ])
  })

  test('counts only matching pictures and their days for a print or a state', async () => {
    await reportWholePrint()
    await say(60 * 24, { state: 'idle' })
    const list = (asked: Partial<ArchiveQuery>) =>
      archive.listDays(id, { ...fullArchive, ...asked })
    expect(await list({ print: 1 })).toEqual([{ day: '2026-11-22', pictures: 3 }])
    expect(await list({ state: 'idle', from: later(3601) })).toEqual([
      { day: '2026-11-23', pictures: 1 },
    ])
    expect(await list({ state: 'error' })).toEqual([])
    await expect(list({ print: 7 })).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('the search of prints', () => {
  beforeEach(() => store.printers.updatePrinter(id, { publishesJobName: true }))
  const find = async (name: string, limit = 9) => {
    const matcher = {
      isMatch: (text: string) => text === name,
      isSimilar: (text: string) => text.includes(name),
    }
    const { prints, total, isExact } = await queries.searchPrints(matcher, limit)
    return { numbers: prints.map(({ print }) => print.number), total, isExact }
  }
  const none = { numbers: [], total: 0, isExact: false }
  const printTwice = async () => {
    for (const [minute, jobName] of [
      [0, 'rook.gcode'],
      [40, 'secret_rook.gcode'],
      [80, 'rook.stl'],
    ] as const) {
      await say(minute, { state: 'printing', jobName })
      await say(minute + 10, { state: 'finished', jobName })
    }
  }

  test('finds names that match, newest first, and similar ones only if none does', async () => {
    await printTwice()
    expect(await find('rook')).toEqual({ numbers: [3, 1], total: 2, isExact: true })
    expect(await find('rook', 1)).toEqual({ numbers: [3], total: 2, isExact: true })
    expect(await find('secret')).toEqual({ numbers: [2], total: 1, isExact: false })
    expect(await find('gcode')).toEqual(none)
  })

  test('never finds a name that the owner hides, or that an alias replaces', async () => {
    await printTwice()
    await store.printers.updatePrinter(id, { publishesJobName: false })
    expect(await find('rook')).toEqual(none)
    await store.printers.updatePrinter(id, { jobAlias: 'a gift' })
    expect(await find('rook')).toEqual(none)
    expect((await find('a gift')).numbers).toEqual([3, 2, 1])
    await store.printers.updatePrinter(id, { publishesJobName: true })
    expect(await find('rook')).toEqual(none)
  })

  test('never finds what was purged a moment ago', async () => {
    await printTwice()
    await store.retention.purge(id, { from: later(0), to: later(20 * 60) })
    expect((await find('rook')).numbers).toEqual([3])
  })

  test('of several printers finds the newest first, each with its printer', async () => {
    await printTwice()
    const other = await insertSamplePrinter(store.printers)
    await store.printers.updatePrinter(other.id, { publishesJobName: true })
    await store.snapshots.insertObservation(
      makeReport(other.id, later(90 * 60), {
        reading: makeReading({ state: 'printing', jobName: 'rook.gcode' }),
        snapshot: null,
      }),
    )
    const { prints } = await queries.searchPrints({ isMatch: () => true, isSimilar: () => true }, 2)
    expect(prints.map(({ printer, print }) => [printer.id, print.number])).toEqual([
      [other.id, 1],
      [id, 3],
    ])
  })
})
