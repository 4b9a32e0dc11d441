import { describe, expect, test } from 'vitest'
import { inZone } from '#lib/api/formats.fixture.ts'
import { emptyApiJob } from '#lib/printers/printer.fixture.ts'
import { describePicture, type PictureFacts } from './describe-picture.ts'
import { describeCamera, describeLink } from './notices.ts'
import { describeState, formatJobName, formatProgress, isQuiet } from './sentences.ts'
import { missingPictureReasons, printerStates } from './states.ts'

const now = Date.parse('2026-11-22T14:30:00Z')
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString()

const printing = {
  state: 'printing' as const,
  status: 'Printing from SD',
  job: { ...emptyApiJob, name: 'benchy.gcode' },
  observed_at: ago(60),
  interval_seconds: 600,
  snapshot: null,
}

describe('what the printer is doing', () => {
  test.each(printerStates)('%s has words, with and without a job', (state) => {
    const named = describeState({ ...printing, state })
    const nameless = describeState({ ...printing, state, status: '', job: null })
    for (const words of [named, nameless]) expect(words).toMatch(/^[A-Z][^{}]+[a-zA-Z]$/)
    expect(nameless).not.toMatch(/null|undefined/)
  })

  test('has no numbers, so that a screen reader does not repeat every percent', () => {
    expect(describeState(printing)).toBe('Printing benchy')
  })

  test("uses the original snapper's text where there is no state", () => {
    expect(describeState({ ...printing, state: 'unknown', status: 'Not currently printing' })).toBe(
      'Not currently printing',
    )
  })

  test('waits before the first report, but not if a picture came without a reading', () => {
    const never = { ...printing, state: 'unknown' as const, status: '', observed_at: null }
    expect(describeState(never)).toBe('Waiting for the first picture')
    const snapshot = { captured_at: ago(5) } as NonNullable<typeof never.snapshot>
    expect(describeState({ ...never, snapshot })).toBe('Printer status unknown')
  })
})

describe('which link is broken', () => {
  test('a remote printer’s own server is a link between its snapper and this site', () => {
    const quiet = { ...printing, observed_at: ago(90_000) }
    const remote = { host: 'api.example.org', fault: 'no-answer' as const }
    const silent = describeLink({ ...quiet, remote }, now, null)
    expect(silent?.title).toBe('Its server does not respond.')
    expect(silent?.detail).toMatch(/api\.example\.org.*last known status from there/)
    expect(describeLink({ ...quiet, remote }, now, 'site-error')?.title).toBe(
      "The printer's status is unavailable.",
    )
    const faulty = { ...remote, fault: 'faulty' as const }
    expect(describeLink({ ...printing, remote: faulty }, now, null)?.title).toBe(
      'Its server returned no valid status.',
    )
    const working = { ...remote, fault: null }
    expect(describeLink({ ...printing, remote: working }, now, null)).toBeNull()
    expect(describeLink({ ...quiet, remote: working }, now, null)?.title).toBe(
      'No news from the printer.',
    )
    expect(isQuiet({ ...printing, remote }, now)).toBe(true)
    expect(isQuiet({ ...printing, remote: working }, now)).toBe(false)
    const never = { ...printing, observed_at: null }
    for (const fault of [null, 'no-answer', 'faulty'] as const) {
      const notice = describeLink({ ...never, remote: { ...remote, fault } }, now, null)
      expect(notice?.detail).toContain('api.example.org')
      expect(notice?.detail).not.toMatch(/last known/)
    }
  })

  test('there is no notice while every link works', () => {
    expect(describeLink(printing, now, null)).toBeNull()
  })

  test('off, unreachable, quiet and "can\'t reach the site" are four different sentences', () => {
    const titles = [
      describeLink({ ...printing, state: 'offline' }, now, null),
      describeLink({ ...printing, state: 'unreachable' }, now, null),
      describeLink({ ...printing, observed_at: ago(3600) }, now, null),
      describeLink(printing, now, 'site-unreachable'),
    ].map((notice) => notice?.title)
    expect(new Set(titles).size).toBe(4)
    expect(titles).toEqual([
      'The printer is off.',
      "The printer's server can't be reached.",
      'No news from the printer.',
      "This page can't reach the site.",
    ])
  })

  test('of several broken links the one nearest to the visitor is named: those behind it are unknown', () => {
    const quietAndOff = { ...printing, state: 'offline' as const, observed_at: ago(7200) }
    expect(describeLink(quietAndOff, now, 'site-error')?.title).toBe(
      "The printer's status is unavailable.",
    )
    expect(describeLink(quietAndOff, now, null)?.title).toBe('No news from the printer.')
  })

  test('a late snapper is not called quiet before three of its own intervals', () => {
    expect(describeLink({ ...printing, observed_at: ago(1799) }, now, null)).toBeNull()
    expect(describeLink({ ...printing, observed_at: ago(1801) }, now, null)?.detail).toMatch(
      /every 10\u00a0minutes/,
    )
  })

  test('the notice of a quiet snapper claims a picture only where there is one', () => {
    const quiet = { ...printing, observed_at: ago(3600) }
    expect(describeLink(quiet, now, null)?.detail).toMatch(/This is the last known status\.$/)
    const snapshot = { captured_at: ago(3600) } as NonNullable<typeof printing.snapshot>
    expect(describeLink({ ...quiet, snapshot }, now, null)?.detail).toMatch(
      /This is the last picture\.$/,
    )
  })

  test('after a day the promised interval is no longer mentioned', () => {
    expect(describeLink({ ...printing, observed_at: ago(90_000) }, now, null)?.detail).toMatch(
      /more than a day/,
    )
  })

  test('a fresh picture with old readings means that the snapper works', () => {
    const snapshot = { captured_at: ago(60) } as NonNullable<typeof printing.snapshot>
    expect(describeLink({ ...printing, observed_at: ago(7200), snapshot }, now, null)).toBeNull()
  })

  test('before the first report the notice says what to expect', () => {
    const never = describeLink({ ...printing, observed_at: null }, now, null)
    expect(never?.title).toBe('The printer has not reported yet.')
    expect(never?.detail).toMatch(/appear here by itself/)
  })
})

test('after three intervals without a report the status is the last known one', () => {
  expect(isQuiet({ ...printing, observed_at: ago(1799) }, now)).toBe(false)
  expect(isQuiet({ ...printing, observed_at: ago(1801) }, now)).toBe(true)
  expect(isQuiet({ ...printing, observed_at: null }, now)).toBe(false)
})

describe('why there is no picture', () => {
  test('a resting camera comes before any other reason', () => {
    const resting = describeCamera({ publishing: false, reason: 'privacy', snapshot: null })
    expect(resting?.title).toBe('The camera is paused.')
  })

  test('every reason has a sentence of its own', () => {
    const titles = missingPictureReasons.map(
      (reason) => describeCamera({ publishing: true, reason, snapshot: null })?.title,
    )
    expect(new Set(titles).size).toBe(missingPictureReasons.length)
  })

  test('there is no notice while pictures arrive', () => {
    expect(describeCamera({ publishing: true, reason: null, snapshot: null })).toBeNull()
  })
})

describe('the picture in words', () => {
  const facts: PictureFacts = {
    state: 'printing',
    jobName: 'benchy.gcode',
    progress: 42.3,
    capturedAt: new Date(now),
    formats: inZone('UTC'),
  }

  test.each<[Partial<PictureFacts>, string]>([
    [{}, '3D printer, printing benchy, 42 %, photographed at 14:30 UTC'],
    [{ jobName: null }, '3D printer, printing, 42 %, photographed at 14:30 UTC'],
    [{ state: 'paused', jobName: null }, '3D printer, paused, 42 %, photographed at 14:30 UTC'],
    [
      { state: 'finished', progress: 100 },
      '3D printer, finished printing benchy, photographed at 14:30 UTC',
    ],
    [{ state: 'idle' }, '3D printer, idle, photographed at 14:30 UTC'],
    [{ state: 'offline' }, '3D printer, switched off, photographed at 14:30 UTC'],
    [{ state: 'unknown' }, '3D printer, photographed at 14:30 UTC'],
    [
      { state: null, formats: inZone('America/Los_Angeles') },
      '3D printer, photographed at 06:30 PST',
    ],
  ])('%j', (change, words) => {
    expect(describePicture({ ...facts, ...change })).toBe(words)
  })
})

test('a progress is never rounded up to done', () => {
  expect(formatProgress(99.9)).toBe('99\u00a0%')
})

test.each([
  ['benchy.gcode', 'benchy'],
  ['benchy.gcode.3mf', 'benchy'],
  ['v1.2 bracket', 'v1.2 bracket'],
  ['.gcode', '.gcode'],
  ['lid_v2.gcode', 'lid v2'],
  [
    'cube_0.2mm_PETG_MK3S_supports_everywhere_with_brim_12h57m.gcode',
    'cube 0.2mm PETG MK3S supports everywhere with b…',
  ],
])('the job %s is called %s', (file, name) => {
  expect(formatJobName(file)).toBe(name)
})
