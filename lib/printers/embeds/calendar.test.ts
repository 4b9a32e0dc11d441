import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { inZone } from '#lib/api/formats.fixture.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { emptyApiJob, newApiPrinter } from '../printer.fixture.ts'
import { renderCalendar } from './calendar.ts'

const about = { siteUrl: 'https://example.org', formats: inZone('UTC') }
const nowMs = Date.parse('2026-11-22T14:33:12Z')
const printer: ApiPrinter = {
  ...newApiPrinter,
  state: 'printing',
  observed_at: '2026-11-22T14:30:00Z',
  received_at: '2026-11-22T14:30:05Z',
  job: { ...emptyApiJob, remaining_seconds: 3600 },
  revision: 40,
}
const running: ApiPrint = {
  number: 12,
  printer: 1,
  url: 'https://example.org/printers/1/prints/12',
  name: 'benchy.gcode',
  title: null,
  note: null,
  outcome: 'running',
  started: { not_before: '2026-11-22T13:00:00Z', not_after: '2026-11-22T13:10:00Z' },
  ended: null,
  duration_seconds: { at_least: 4800, at_most: 5400 },
  progress: 42,
  last_seen_at: '2026-11-22T14:30:00Z',
  max_temperatures: null,
  filament: null,
  published_at: null,
  picture: null,
}
const finished: ApiPrint = {
  ...running,
  outcome: 'finished',
  ended: { not_before: '2026-11-22T15:10:00Z', not_after: '2026-11-22T15:20:00Z' },
}
const render = (print: ApiPrint, now: ApiPrinter = printer, atMs = nowMs) =>
  renderCalendar(print, now, about, atMs)

/** As a calendar program reads it. */
function read(text: string) {
  const [component] = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')
  const event = new ICAL.Event(component)
  return {
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    sequence: event.sequence,
    start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    stamp: String(component?.getFirstPropertyValue('dtstamp')),
    status: component?.getFirstPropertyValue('status'),
    url: component?.getFirstPropertyValue('url'),
  }
}

test('a running print ends when the printer says, and the event says who says so', () => {
  expect(read(render(running))).toMatchObject({
    uid: 'printer-1-print-12@example.org',
    summary: 'benchy, printed by Maker Select',
    start: '2026-11-22T13:10:00.000Z',
    end: '2026-11-22T15:30:00.000Z',
    stamp: '2026-11-22T14:30:05Z',
    status: 'TENTATIVE',
    url: running.url,
    description:
      'Estimated by the printer: done at about Sun 22 Nov 2026, 15:30 UTC.\nStill printing at 14:30 UTC, Sun 22 Nov 2026.\nStarted between 13:00 and 13:10 UTC.',
  })
})

test('an ended print has its real span, as an update of the same event', () => {
  const before = read(render(running))
  const after = read(render(finished, { ...printer, revision: 41 }))
  expect(after).toMatchObject({
    uid: before.uid,
    start: before.start,
    end: '2026-11-22T15:10:00.000Z',
    status: 'CONFIRMED',
  })
  expect(after.sequence).toBeGreaterThan(before.sequence)
  expect(after.description).toContain('Finished between 15:10 and 15:20 UTC')
  expect(after.description).not.toContain('Estimated')
})

test('without an estimate, or with an outdated one, it ends where it was last seen', () => {
  const silent = read(render(running, printer, nowMs + 20 * 3_600_000))
  expect(silent.end).toBe('2026-11-22T14:30:00.000Z')
  expect(silent.description).toContain('Last heard of Sun 22 Nov 2026, 14:30 UTC')
  const unknown = read(render(running, { ...printer, job: null }))
  expect(unknown.end).toBe(silent.end)
  expect(unknown.description).toContain('The printer gives no time for its end.')
})

test('any name is one text, in lines of 75 bytes that end with CRLF', () => {
  const title = `Ship; "a\\b", ${'船の模型🚀'.repeat(20)}\nBEGIN:VEVENT`
  const text = render({ ...running, title })
  expect(read(text).summary).toBe(`${title}, printed by Maker Select`)
  expect(text).toContain('SUMMARY:Ship\\; "a\\\\b"\\, 船')
  const lines = text.split('\r\n')
  expect(lines.pop()).toBe('')
  for (const line of lines) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(line).not.toMatch(/[\r\n\uFFFD]/)
  }
})

test('a print between two reports never ends before it started', () => {
  const short: ApiPrint = {
    ...finished,
    ended: { not_before: '2026-11-22T13:00:00Z', not_after: '2026-11-22T13:10:00Z' },
  }
  const { start, end } = read(render(short))
  expect(end).toBe(start)
  expect(render(short)).not.toContain('DTEND')
})
