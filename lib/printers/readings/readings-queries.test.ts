import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultFormats } from '#lib/api/formats.ts'
import { readingColumnsSchema } from '#lib/api/schema/charts.ts'
import { DomainError } from '#lib/core/errors.ts'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import {
  insertSamplePrinter,
  makeReading,
  makeReport,
  makeSnapshot,
} from '#lib/storage/db/testing/samples.ts'
import type { Reading } from '../types.ts'
import { createReadingsQueries, type ReadingsQueries } from './readings-queries.ts'
import { parseReadingsQuery } from './readings-query.ts'

const hourMs = 3_600_000
let dataDir: string
let store: OpenStore
let views: ReadingsQueries
let id: number
/** A week after the printer was added. */
let nowMs: number

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'readings-'))
  store = await openStore({ database: { kind: 'sqlite', dataDir } })
  const printer = await insertSamplePrinter(store.printers)
  id = printer.id
  nowMs = Math.ceil(printer.createdAt.getTime() / hourMs) * hourMs + 7 * 24 * hourMs
  views = createReadingsQueries(store, {
    siteUrl: 'https://example.org',
    getFormats: () => defaultFormats,
    listVariants: () => [
      { width: 320, format: 'webp', pixelWidth: 320 },
      { width: 640, format: 'webp', pixelWidth: 640 },
      { width: 1280, format: 'webp', pixelWidth: 1280 },
      { width: 640, format: 'jpg', pixelWidth: 640 },
    ],
    now: () => new Date(nowMs),
  })
})
afterEach(async () => {
  await store.close()
  await rm(dataDir, { recursive: true })
})

function say(hoursAgo: number, reading: Partial<Reading>, hasPicture = true) {
  const at = new Date(nowMs - hoursAgo * hourMs)
  const snapshot = hasPicture ? makeSnapshot(at) : null
  return store.snapshots.insertObservation(
    makeReport(id, at, { reading: makeReading(reading), snapshot }),
  )
}

const heat = (actual: number) => ({ temperatures: { tool0: { actual, target: 215 } } })

describe('readings as columns', () => {
  test('without readings every column is empty', async () => {
    const columns = await views.getColumns(id, { span: 'day' })
    expect(readingColumnsSchema.parse(columns)).toMatchObject({
      observed_at: [],
      progress: [],
      pictures: [],
    })
  })

  test('equal indexes belong to the same reading, and a missing value is null', async () => {
    await say(3, { state: 'printing', progress: 10, ...heat(200) })
    await say(2, { state: 'unreachable', progress: null, temperatures: null }, false)
    await say(1, { state: 'printing', progress: 30, ...heat(215.5) })
    const columns = await views.getColumns(id, { span: 'day' })
    expect(readingColumnsSchema.parse(columns)).toEqual(columns)
    expect(columns).toMatchObject({
      observed_at: [3, 2, 1].map((hours) => (nowMs - hours * hourMs) / 1000),
      state: ['printing', 'unreachable', 'printing'],
      progress: [10, null, 30],
      temperatures: { tool0: { actual: [200, null, 215.5], target: [215, null, 215] } },
    })
  })

  test('they come with the pictures of the span, each in one sufficient size', async () => {
    await say(30, { state: 'printing' })
    await say(2, { state: 'printing' })
    const { pictures } = await views.getColumns(id, { span: 'day' })
    expect(pictures).toEqual([
      {
        captured_at: (nowMs - 2 * hourMs) / 1000,
        url: expect.stringMatching(/^https:\/\/example\.org\/media\/[0-9a-f]{64}\/640\.webp$/),
        width: 640,
        height: 360,
      },
    ])
  })

  test('unpublished values are left out', async () => {
    await say(2, { state: 'printing', ...heat(200) })
    await store.printers.updatePrinter(id, { isPublishing: false, publishesTemperatures: false })
    const columns = await views.getColumns(id, { span: 'day' })
    expect(columns).toMatchObject({ temperatures: null, pictures: [] })
    expect(columns.observed_at).toHaveLength(1)
  })

  test('a day with readings only at its end has a gap', async () => {
    await say(2, { state: 'printing' })
    const { from } = await views.getColumns(id, { span: 'day' })
    expect(Date.parse(from)).toBe(nowMs - 24 * hourMs)
  })

  test('the span of a new printer starts at its first reading', async () => {
    await say(2, { state: 'printing' })
    const { from } = await views.getColumns(id, { span: 'month' })
    expect(Date.parse(from)).toBe(nowMs - 2 * hourMs)
  })
})

describe('the query', () => {
  const parse = (query: string) => parseReadingsQuery(new URLSearchParams(query))

  test.each([
    ['span=year', '"span" must be one of day, week, month.'],
    ['span=toString', '"span" must be one of day, week, month.'],
    ['span=day&span=week', '"span" is given twice. Send it once.'],
    ['span=day&print=3', 'Send either "span", or "print", or "from" and "to" together.'],
    ['from=2026-11-22T14:00:00Z', 'Send either "span", or "print", or "from" and "to" together.'],
    ['print=0', '"print" must be the number of a print, like 7.'],
    ['from=yesterday&to=today', '"from" must be an RFC 3339 time.'],
    ['from=2026-11-22T14:00:00Z&to=2026-11-22T13:00:00Z', '"from" must be before "to".'],
    [
      'from=2026-01-22T14:00:00Z&to=2026-11-22T13:00:00Z',
      '"from" and "to" must be at most 31 days apart. Request shorter spans.',
    ],
  ])('%s is rejected with what to do', (query, detail) => {
    expect(() => parse(query)).toThrow(new DomainError('malformed-cursor', detail))
  })

  test('the default is a day', () => {
    expect(parse('')).toEqual({ span: 'day' })
    expect(parse('span=week')).toEqual({ span: 'week' })
    expect(parse('print=7')).toEqual({ print: 7 })
    expect(parse('from=2026-11-22T14:00:00Z&to=2026-11-22T16:00:00%2B01:00')).toEqual({
      from: new Date('2026-11-22T14:00:00Z'),
      to: new Date('2026-11-22T15:00:00Z'),
    })
  })
})
