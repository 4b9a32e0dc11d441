import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { listDetails, render } from '#components/testing/render.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { PrinterDetails } from './printer-details.tsx'
import { fixtureNow, type StateName, states } from './states.fixture.ts'

const now = Date.parse(fixtureNow)
const details = (printer: ApiPrinter, nowMs = now) =>
  listDetails(render(<PrinterDetails nowMs={nowMs} printer={printer} shown={printer.snapshot} />))

describe('every value shows its own age', () => {
  test('picture and readings are dated separately, in the site’s zone', () => {
    expect(details(states.dark)).toMatchObject({
      Picture: '5 h old stale Sun 22 Nov 2026, 01:33 PST',
      Readings: '3 min old fresh Sun 22 Nov 2026, 06:30 PST',
    })
  })

  test.each<[StateName, string]>([
    ['printing', 'fresh'],
    ['late', 'late'],
    ['stale', 'stale'],
    ['silent', 'silent'],
  ])('a printer that is %s is called %s', (state, word) => {
    expect(details(states[state]).Picture).toContain(word)
  })

  test('the age grows with the clock while nothing new arrives', () => {
    expect(details(states.printing, now + 60_000).Picture).toContain('4 min old')
    expect(details(states.printing, now + 3_600_000).Picture).toContain('1 h 3 min old')
  })

  test('in daylight saving time the zone is PDT', () => {
    const summer = { ...states.printing, observed_at: '2026-07-01T19:00:00Z' }
    expect(details(summer).Readings).toContain('12:00 PDT')
  })
})

test('without readings it says when it last checked, not that the readings are new', () => {
  const shown = details(states.unreachable)
  expect(shown['Last checked']).toContain('3 min ago')
  expect(shown).not.toHaveProperty('Readings')
})

describe('the next picture', () => {
  test('is counted down, with the time at which it is expected', () => {
    expect(details(states.printing)['Next picture']).toBe('in 6:50 expected at 06:40 PST')
  })

  test('is due for a minute, then overdue by how much', () => {
    const due = Date.parse(states.printing.observed_at ?? '') + 600_000
    expect(details(states.printing, due + 30_000)['Next picture']).toMatch(/^due now was expected/)
    expect(details(states.printing, due + 120_000)['Next picture']).toMatch(/^2 min overdue/)
  })

  test('that is overdue by days names the day', () => {
    expect(details(states.silent)['Next picture']).toBe(
      '2 days overdue was expected at Thu 19 Nov 2026, 06:43 PST',
    )
  })

  test('is not promised while the camera rests: only readings are', () => {
    expect(details(states.resting)).toHaveProperty('Next readings')
    expect(details(states.resting)).not.toHaveProperty('Next picture')
  })

  test('is not promised while a remote printer’s own server is silent', () => {
    const remote = { host: 'printer.example', fault: 'no-answer' as const }
    expect(details({ ...states.printing, remote })).not.toHaveProperty('Next picture')
  })

  test('is not promised before anything has arrived', () => {
    expect(details(states.neverSeen)).toEqual({})
  })
})

test('heaters have people’s names and say what they aim at', () => {
  const temperatures = {
    tool0: { actual: 214.84, target: 215 },
    tool1: { actual: 24, target: 0 },
    bed: { actual: 60, target: null },
    chamber: { actual: null, target: 40 },
  }
  const shown = details({ ...states.printing, temperatures })
  expect(shown).toMatchObject({
    Nozzle: '214.8 °C target 215 °C',
    'Nozzle 2': '24.0 °C heater off',
    Bed: '60.0 °C heater off',
  })
  expect(shown).not.toHaveProperty('Chamber')
})

test('the job’s file name is shown whole, only where the owner publishes it', () => {
  const name = `${'long_'.repeat(30)}.gcode`
  const job = { name, elapsed_seconds: null, remaining_seconds: null }
  expect(details({ ...states.printing, job }).Job).toBe(name)
  for (const nameless of [
    { ...job, name: null },
    { ...job, title: 'Blue vase' },
  ])
    expect(details({ ...states.printing, job: nameless })).not.toHaveProperty('Job')
})

describe('the material', () => {
  const material = {
    description: 'PLA, dark blue and white, layer 45 of 210',
    filament_type: 'PLA',
    filament_color: '#1e3a8a,#ffffff',
    filament_color_name: 'dark blue and white',
    nozzle_diameter_mm: 0.4,
    filament_name: null,
    filament_remaining_g: null,
  }
  test('is named in words', () => {
    expect(details({ ...states.printing, material }).Print).toBe(material.description)
    expect(details(states.printing)).not.toHaveProperty('Print')
  })

  test('is shown as one stripe per colour', () => {
    const printer = { ...states.printing, material }
    const markup = renderToStaticMarkup(
      <PrinterDetails nowMs={now} printer={printer} shown={null} />,
    )
    expect(markup.match(/fill="(#\w+)"/g)).toEqual(['fill="#1e3a8a"', 'fill="#ffffff"'])
    expect(markup).not.toContain('style=')
  })
})
