import { describe, expect, test } from 'vitest'
import { parseReport } from '#lib/printers/report.ts'
import { createRandom } from '../../testing/random.ts'
import { toFields } from '../encode.ts'
import type { JsonObject } from '../json.ts'
import type { Reading } from '../report.ts'
import type { ApiResponse } from './fetch-api.ts'
import { normaliseMoonraker } from './moonraker.ts'
import { normaliseOctoPrint } from './octoprint-reading.ts'
import { normalisePrusaLink } from './prusalink.ts'

/* Whatever a printer's server answers, the snapper makes a report of it that the site accepts. */

type Readings = Omit<Reading, 'observedAt' | 'backend'>

const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf']
const texts = [
  ...names,
  ...['', ' ', '\0', 'a\nb', '\ud800', '\u202egpj', 'x'.repeat(5_000), '🖨'.repeat(300)],
  ...['e\u0301'.repeat(300), '.gcode', '/', '%', 'NaN', '1e400', '-0', '45.2 %', 'Infinity'],
  ...[
    'printing',
    'paused',
    'PRINTING',
    'Printing',
    'Sending file',
    'complete',
    'error',
    'FINISHED',
  ],
]
const numbers = [0, -0, -1, 1e-9, 0.1 + 0.2, 99.999_999, 1e9, 1e21, 1e308, -1e308, 2 ** 53]
const others = [null, true, false, [], {}, [{}], [[null]]]

type Pick = <T>(list: readonly T[]) => T

/** A real answer's shape, with members of any kind and size. */
function spoil(value: unknown, pick: Pick): unknown {
  if (pick([true, false, false, false, false, false]))
    return pick<unknown>([...texts, ...numbers, ...others])
  if (Array.isArray(value)) return value.map((each) => spoil(each, pick))
  if (typeof value !== 'object' || value === null)
    return pick([true, false]) ? value : pick<unknown>([...texts, ...numbers])
  const members = Object.entries(value).map(([name, each]) => [name, spoil(each, pick)])
  return Object.fromEntries(pick([true, false]) ? [...members, [pick(texts), {}]] : members)
}

const heater = { actual: 214.8, target: 215, temperature: 60, offset: 0 }
const answers = {
  octoPrint: [
    {
      state: { text: 'Printing', flags: { operational: true, printing: true, error: false } },
      temperature: { tool0: heater, bed: heater, history: [] },
    },
    {
      job: { file: { name: 'a.gcode', display: 'a.gcode', path: 'a.gcode', origin: 'local' } },
      progress: { completion: 42.3, printTime: 100, printTimeLeft: 200 },
      state: 'Printing',
    },
    { prints: { last: { date: 1_700_000_000, success: false, printTime: 5 } }, date: 1 },
  ],
  moonraker: [
    {
      result: {
        status: {
          webhooks: { state: 'ready' },
          print_stats: {
            state: 'printing',
            filename: 'a/b.gcode',
            print_duration: 12.5,
            filament_used: 812.4,
          },
          virtual_sdcard: { progress: 0.4 },
          display_status: { progress: 0.5 },
          extruder: heater,
          extruder1: heater,
          heater_bed: heater,
        },
      },
    },
    { result: { estimated_time: 3_600, filament_total: 900 } },
    { result: { klippy_connected: true, moonraker_version: 'v0.9' } },
  ],
  prusaLink: [
    {
      printer: {
        state: 'PRINTING',
        temp_nozzle: 215,
        target_nozzle: 215,
        temp_bed: 60,
        target_bed: 60,
      },
      job: { id: 1, progress: 42, time_printing: 100, time_remaining: 200 },
      transfer: {},
    },
    { file: { name: 'A.GCO', display_name: 'a.gcode' }, progress: 42, time_printing: 100 },
  ],
}

const asObject = (body: unknown): ApiResponse => ({ kind: 'object', body: body as JsonObject })
const backends: Record<keyof typeof answers, (given: ApiResponse[]) => Readings> = {
  octoPrint: ([printer, job, file]) =>
    normaliseOctoPrint({
      printer: printer as ApiResponse,
      job: job as ApiResponse,
      file: file ?? null,
    }),
  moonraker: ([query, metadata, info]) =>
    normaliseMoonraker(query as ApiResponse, metadata ?? null, info ?? null),
  prusaLink: ([status, job]) => normalisePrusaLink(status as ApiResponse, job as ApiResponse),
}

describe.each(Object.keys(answers) as (keyof typeof answers)[])('%s', (name) => {
  test('of 5,000 spoilt answers each becomes a report that the site accepts', () => {
    const refused = new Map<string, string>()
    for (let seed = 1; seed <= 5_000; seed += 1) {
      const random = createRandom(seed)
      const pick: Pick = (list) => list[Math.floor(random() * list.length)] as (typeof list)[number]
      const given = answers[name].map((answer) => {
        const spoilt = spoil(answer, pick)
        const isObject = typeof spoilt === 'object' && spoilt !== null && !Array.isArray(spoilt)
        return asObject(isObject ? spoilt : {})
      })
      try {
        const values = backends[name](given)
        const reading = { ...values, observedAt: new Date(), backend: null }
        const fields = toFields({ reading, picture: null, missing: null, intervalSeconds: 600 })
        parseReport(fields, 'form')
      } catch (error) {
        refused.set(String(error).slice(0, 200), `seed ${seed}`)
      }
    }
    expect([...refused]).toEqual([])
  })
})
