import { beforeEach, describe, expect, test } from 'vitest'
import {
  insertSamplePrinter,
  later,
  makeReading,
  makeReport,
} from '#lib/storage/db/testing/samples.ts'
import { openPrints } from './open-prints.fixture.ts'

describe('the search of prints', () => {
  let prints: Awaited<ReturnType<typeof openPrints>>
  beforeEach(async () => {
    prints = await openPrints()
    await prints.store.printers.updatePrinter(prints.id, { publishesJobName: true })
  })
  const find = async (name: string, limit = 9) => {
    const matcher = {
      isMatch: (text: string) => text === name || text.startsWith(`${name} `),
      isSimilar: (text: string) => text.includes(name),
    }
    const found = await prints.queries.searchPrints(matcher, limit)
    const { total, isExact } = found
    return { numbers: found.prints.map(({ print }) => print.number), total, isExact }
  }
  const none = { numbers: [], total: 0, isExact: false }
  const printTwice = async () => {
    for (const [minute, jobName] of [
      [0, 'rook.gcode'],
      [40, 'secret_rook.gcode'],
      [80, 'rook.stl'],
    ] as const) {
      await prints.say(minute, { state: 'printing', jobName })
      await prints.say(minute + 10, { state: 'finished', jobName })
    }
  }

  test('finds names that match, newest first, and similar ones only if none does', async () => {
    await printTwice()
    expect(await find('rook')).toEqual({ numbers: [3, 1], total: 2, isExact: true })
    expect(await find('rook', 1)).toEqual({ numbers: [3], total: 2, isExact: true })
    expect(await find('secret')).toEqual({ numbers: [2], total: 1, isExact: false })
    expect(await find('gcode')).toEqual(none)
  })

  test('finds a printer by its name, and its prints by both names', async () => {
    await printTwice()
    await prints.store.printers.updatePrinter(prints.id, { name: 'Ender 3' })
    const search = (...words: string[]) => {
      const isMatch = (text: string) =>
        words.every((word) => text.toLowerCase().split(' ').includes(word))
      return prints.queries.searchPrints({ isMatch, isSimilar: () => false }, 9)
    }
    const ender = { id: prints.id, name: 'Ender 3' }
    expect(await search('ender')).toMatchObject({ printers: [ender], total: 3, isExact: true })
    expect(await search('ender', 'rook')).toMatchObject({ printers: [], total: 2, isExact: true })
    await prints.store.printers.updatePrinter(prints.id, { publishesJobName: false })
    const nameless = { printers: [ender], prints: [], total: 0, isExact: true }
    expect(await search('ender')).toEqual(nameless)
  })

  test('never finds a name that the owner hides, or that an alias replaces', async () => {
    await printTwice()
    await prints.store.printers.updatePrinter(prints.id, { publishesJobName: false })
    expect(await find('rook')).toEqual(none)
    await prints.store.printers.updatePrinter(prints.id, { jobAlias: 'a gift' })
    expect(await find('rook')).toEqual(none)
    expect((await find('a gift')).numbers).toEqual([3, 2, 1])
    await prints.store.printers.updatePrinter(prints.id, { publishesJobName: true })
    expect(await find('rook')).toEqual(none)
  })

  test('never finds what was purged a moment ago', async () => {
    await printTwice()
    await prints.store.retention.purge(prints.id, { from: later(0), to: later(20 * 60) })
    expect((await find('rook')).numbers).toEqual([3])
  })

  test('of several printers finds the newest first, each with its printer', async () => {
    await printTwice()
    const other = await insertSamplePrinter(prints.store.printers)
    await prints.store.printers.updatePrinter(other.id, { publishesJobName: true })
    await prints.store.snapshots.insertObservation(
      makeReport(other.id, later(90 * 60), {
        reading: makeReading({ state: 'printing', jobName: 'rook.gcode' }),
        snapshot: null,
      }),
    )
    const found = await prints.queries.searchPrints(
      { isMatch: () => true, isSimilar: () => true },
      2,
    )
    expect(found.prints.map(({ printer, print }) => [printer.id, print.number])).toEqual([
      [other.id, 1],
      [prints.id, 3],
    ])
  })
})
