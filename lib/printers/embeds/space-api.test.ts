import { expect, test } from 'vitest'
import { z } from 'zod'
import { inZone } from '#lib/api/formats.fixture.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { emptyApiJob, newApiPrinter } from '../printer.fixture.ts'
import { describeForSpaceApi, spaceApiSchema } from './space-api.ts'

const about = { siteUrl: 'https://example.org', formats: inZone('UTC') }
const nowMs = Date.parse('2026-11-22T14:33:12Z')
const printing: ApiPrinter = {
  ...newApiPrinter,
  progress: 42.7,
  state: 'printing',
  observed_at: '2026-11-22T14:30:02Z',
  job: { ...emptyApiJob, name: 'benchy.gcode', remaining_seconds: 1600 },
}
const describeAt = (atMs: number, ...printers: ApiPrinter[]) =>
  describeForSpaceApi(printers, about, atMs).sensors.ext_3d_printers

/** What version 15 of the SpaceAPI asks of a document, as far as an addition could break it: other members are free. */
const sensorOf = (unit: string) =>
  z.array(z.object({ value: z.number(), unit: z.literal(unit), name: z.string().optional() }))
const spaceApi15 = z.looseObject({
  api_compatibility: z.array(z.string()).min(1),
  space: z.string(),
  logo: z.url(),
  url: z.url(),
  contact: z.record(z.string(), z.unknown()),
  sensors: z
    .looseObject({ humidity: sensorOf('%'), temperature: sensorOf('°C') })
    .partial()
    .superRefine((sensors, context) => {
      const own = Object.keys(sensors).filter((name) => !/^(?:humidity|temperature)$/.test(name))
      for (const name of own)
        if (!name.startsWith('ext_')) context.addIssue(`${name} is no extension`)
    }),
})

test('a hackerspace’s document stays valid with the printers in it', () => {
  const document = {
    api_compatibility: ['15'],
    space: 'Example Space',
    logo: 'https://space.example/logo.png',
    url: 'https://space.example/',
    contact: { email: 'info@space.example' },
    sensors: { temperature: [{ value: 21, unit: '°C' }] },
  }
  const { sensors } = describeForSpaceApi([printing, newApiPrinter], about, nowMs)
  const merged = { ...document, sensors: { ...document.sensors, ...sensors } }
  expect(spaceApi15.parse(merged)).toEqual(merged)
  expect(spaceApiSchema.parse({ sensors })).toEqual({ sensors })
})

test('a printing printer has its state, progress, time and addresses', () => {
  expect(describeAt(nowMs, printing)).toEqual([
    {
      name: 'Maker Select',
      description: 'Maker Select: Printing benchy',
      state: 'printing',
      progress: 42.7,
      time_left: 1600,
      lastchange: Date.parse('2026-11-22T14:30:02Z') / 1000,
      is_current: true,
      cam: null,
      url: 'https://example.org/printers/1',
    },
  ])
})

test('a silent printer keeps its last time, and says that it is not current', () => {
  const [silent] = describeAt(nowMs + 86_400_000, printing)
  expect(silent).toMatchObject({
    is_current: false,
    time_left: null,
    lastchange: Date.parse('2026-11-22T14:30:02Z') / 1000,
    description: 'Maker Select: Printing benchy. Last heard of Sun 22 Nov 2026, 14:30 UTC',
  })
})

test('a printer that never reported is not current, and what the owner hides is absent', () => {
  expect(describeAt(nowMs, newApiPrinter)).toMatchObject([
    { lastchange: null, is_current: false, progress: null, cam: null },
  ])
  const hidden = { ...printing, job: { ...emptyApiJob, name: null, remaining_seconds: null } }
  expect(JSON.stringify(describeAt(nowMs, hidden))).not.toContain('benchy')
})
