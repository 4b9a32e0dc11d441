import { describe, expect, test } from 'vitest'
import { readingsSchema } from '#lib/api/schema/charts.ts'
import { framesSchema, printsSchema, printWithNeighboursSchema } from '#lib/api/schema/prints.ts'
import { later } from '#lib/storage/db/testing/samples.ts'
import { fullArchive } from '../archive/archive-query.ts'
import { renderNote } from './note.ts'
import { openPrints } from './open-prints.fixture.ts'

describe('prints', () => {
  test('a list without pictures needs no queries for them', async () => {
    const { id, queries, list, reportWholePrint } = await openPrints()
    await reportWholePrint()
    const [pictured] = (await list()).prints
    const page = { before: null, limit: 20, isPictured: false }
    const [named] = (await queries.listPrints(id, page)).prints
    expect(pictured?.picture).not.toBeNull()
    expect(named).toEqual({ ...pictured, picture: null })
  })

  test('an unknown printer or print is an error', async () => {
    const { id, queries, list } = await openPrints()
    expect(await list()).toEqual({ prints: [], next: null })
    await expect(queries.getPrint(id, 1)).rejects.toMatchObject({ code: 'not-found' })
    await expect(queries.listFrames(id, 1)).rejects.toMatchObject({ code: 'not-found' })
    await expect(queries.getPrint(99, 1)).rejects.toMatchObject({ code: 'printer-not-found' })
  })

  test('a finished print has the bounds of its start and its end', async () => {
    const { id, list, reportWholePrint } = await openPrints()
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
    const { id, store, queries, list, reportWholePrint } = await openPrints()
    await reportWholePrint()
    expect((await list()).prints[0]?.name).toBeNull()
    await store.printers.updatePrinter(id, { jobAlias: 'a gift', publishesTemperatures: false })
    const [print] = (await list()).prints
    expect(print).toMatchObject({ name: 'a gift', max_temperatures: null })
    expect((await queries.listFrames(id, 1))[0]?.temperatures).toBeNull()
    expect((await queries.getReadingsOfPrint(id, 1)).points[0]?.temperatures).toBeNull()
    expect(JSON.stringify([print, await queries.listFrames(id, 1)])).not.toContain('benchy')
  })

  test('has pictures and a cover of each camera, whichever of them is paused', async () => {
    const { id, store, queries, say, reportWholePrint } = await openPrints()
    await reportWholePrint()
    await say(21, { state: 'printing', progress: 82 }, { camera: 2 })
    const [first, second] = await Promise.all(
      [1, 2].map((camera) => queries.getPrint(id, 1, { camera })),
    )
    expect([first?.pictures, second?.pictures]).toEqual([3, 1])
    expect(second?.picture?.captured_at).toBe('2026-11-22T12:21:00Z')
    expect(first?.picture?.captured_at).not.toBe(second?.picture?.captured_at)
    await store.printers.updateCamera(id, 2, { isPublishing: false })
    const paused = { picture: null, pictures: 0 }
    expect(await queries.getPrint(id, 1, { camera: 2 })).toMatchObject(paused)
    expect((await queries.getPrint(id, 1)).picture).not.toBeNull()
  })

  test('while the camera is paused it has readings and no picture', async () => {
    const { id, store, queries, archive, reportWholePrint } = await openPrints()
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
    const { say, setNow, list } = await openPrints()
    await say(10, { state: 'printing' })
    setNow(later(600 + 86_399))
    expect((await list()).prints[0]).toMatchObject({ outcome: 'running', ended: null })
    setNow(later(600 + 86_401))
    expect((await list()).prints[0]).toMatchObject({
      outcome: 'unknown',
      ended: { not_before: '2026-11-22T12:10:00Z', not_after: null },
      duration_seconds: { at_most: null },
    })
  })

  test('the readings of a print that has gone silent end with the last one', async () => {
    const { id, queries, say, setNow } = await openPrints()
    for (const minute of [10, 20]) await say(minute, { state: 'printing' }, null)
    setNow(later(12 * 86_400))
    const { from, to, points } = await queries.getReadingsOfPrint(id, 1)
    expect([from, to]).toEqual(['2026-11-22T12:10:00Z', '2026-11-22T12:20:00Z'])
    expect(points).toHaveLength(2)
  })

  test('its picture is the sharpest, well lit one with the part', async () => {
    const { id, queries, say } = await openPrints()
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
    const { id, queries, say } = await openPrints()
    await say(10, { state: 'printing', progress: 37 }, { sharpness: 1340 })
    await say(20, { state: 'printing', progress: 92 }, { sharpness: 1306 })
    await say(30, { state: 'finished', progress: 100 }, { sharpness: 1186, luma: 8 })
    expect((await queries.getPrint(id, 1)).picture?.captured_at).toBe('2026-11-22T12:20:00Z')
  })

  test('pictures from before sharpness was measured can be its picture', async () => {
    const { id, queries, say } = await openPrints()
    await say(10, { state: 'printing' }, { sharpness: null })
    await say(20, { state: 'finished' }, { sharpness: null, luma: 3 })
    expect((await queries.getPrint(id, 1)).picture?.captured_at).toBe('2026-11-22T12:10:00Z')
  })

  test('a print has its pictures, its readings and its neighbours', async () => {
    const { id, queries, say, reportWholePrint } = await openPrints()
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
    const { id, queries, say } = await openPrints()
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

  test('the owner’s name for a print is before the alias, and that before the job’s name', async () => {
    const { id, store, list, reportWholePrint } = await openPrints()
    await reportWholePrint()
    const name = async () => (await list()).prints[0]?.name
    await store.printers.updatePrinter(id, { publishesJobName: true })
    expect(await name()).toBe('benchy.gcode')
    await store.printers.updatePrinter(id, { jobAlias: 'a gift' })
    expect(await name()).toBe('a gift')
    await store.printEdits.describe(id, 1, { name: 'Lamp' }, later(0))
    expect((await list()).prints[0]).toMatchObject({ name: 'Lamp', title: 'Lamp' })
  })

  test('a note is public as text and as HTML with absolute links, its Markdown is not', async () => {
    const { id, store, queries, reportWholePrint } = await openPrints()
    await reportWholePrint()
    const note = await renderNote('See [*this*](/blog)')
    await store.printEdits.describe(id, 1, { note }, later(0))
    const print = printWithNeighboursSchema.parse(await queries.getPrint(id, 1))
    const html = '<p>See <a href="https://example.org/blog"><em>this</em></a></p>'
    expect(print.note).toEqual({ text: 'See this', html })
    expect(JSON.stringify(print)).not.toContain('*this*')
  })

  test('the owner’s cover is its picture, until that picture is hidden or gone', async () => {
    const { id, store, queries, reportWholePrint } = await openPrints()
    await reportWholePrint()
    const cover = async () => (await queries.getPrint(id, 1)).picture?.captured_at
    const best = await cover()
    const page = { before: null, limit: 9 }
    const all = await store.archive.listArchive(id, page, { ...fullArchive, frames: null })
    const [idle, , , first, before] = all.map(({ snapshot }) => snapshot)
    await store.printEdits.describe(id, 1, { coverId: first?.id ?? 0 }, later(0))
    expect(await cover()).toBe('2026-11-22T12:10:00Z')
    expect(best).not.toBe(await cover())
    const change = async (what: 'hide' | 'show') => {
      const entry = { at: later(0), action: what, details: {}, sessionId: null }
      await store.pictures.changePictures(id, [first?.id ?? 0], what, { entry })
    }
    await change('hide')
    expect(await cover()).toBe(best)
    await change('show')
    expect(await cover()).toBe('2026-11-22T12:10:00Z')
    await store.retention.deleteSnapshots([first?.id ?? 0])
    expect(await cover()).toBe(best)
    for (const other of [idle, before]) {
      await store.printEdits.describe(id, 1, { coverId: other?.id ?? 0 }, later(0))
      expect(await cover()).toBe(best)
    }
  })

  test('a joined print has the pictures of all its jobs, and its parts’ numbers lead to it', async () => {
    const { id, store, queries, say } = await openPrints()
    for (const [minute, jobName] of [
      [10, 'a'],
      [20, 'a'],
      [30, 'b'],
      [40, 'b'],
    ] as const)
      await say(minute, { state: 'printing', jobName })
    await say(50, { state: 'finished', jobName: 'b' })
    await store.printEdits.join(id, 2)
    expect(await queries.getPrint(id, 2)).toMatchObject({ number: 1, pictures: 5 })
    expect(await queries.listFrames(id, 2)).toHaveLength(5)
    expect((await queries.getReadingsOfPrint(id, 2)).points).toHaveLength(5)
  })

  test('a hidden print is nowhere', async () => {
    const { id, store, queries, archive, list, reportWholePrint } = await openPrints()
    await reportWholePrint()
    await store.printEdits.setPublished(id, 1, later(0))
    await store.printEdits.describe(id, 1, { name: 'Lamp' }, later(0))
    await store.printEdits.setHidden(id, 1, true)
    expect((await list()).prints).toEqual([])
    expect(await queries.listPublished(id)).toEqual([])
    const any = { isMatch: () => true, isSimilar: () => true }
    expect((await queries.searchPrints(any, 9)).prints).toEqual([])
    const page = { before: null, limit: 9 }
    for (const query of [
      () => queries.getPrint(id, 1),
      () => queries.listFrames(id, 1),
      () => queries.getReadingsOfPrint(id, 1),
      () => archive.listArchive(id, page, { ...fullArchive, print: 1 }),
    ])
      await expect(query()).rejects.toMatchObject({ code: 'not-found' })
    // They show what the camera saw, not the print.
    expect((await archive.listArchive(id, page, fullArchive)).snapshots).toHaveLength(5)
  })
})
