import { describe, expect, test } from 'vitest'
import { defaultFormats } from '#lib/api/formats.ts'
import { printerSchema } from '#lib/api/schema/printer.ts'
import { describeState } from '#lib/api/sentences.ts'
import { emptyCurrent, newPrinter } from './printer.fixture.ts'
import { emptyReading } from './report.ts'
import { serializePrinter, serializePrivate } from './serialize.ts'
import type { Current, Printer, Reading, Snapshot } from './types.ts'

const taken = new Date('2026-11-22T14:30:00.900Z')
const reading: Reading = {
  ...emptyReading,
  status: 'Printing secret_gift, 42 %, then secret_gift.gcode again',
  state: 'printing',
  progress: 42.3,
  jobName: 'secret_gift.gcode',
  elapsedSeconds: 60,
  temperatures: { tool0: { actual: 214.8, target: 215 } },
  intervalSeconds: 60,
}
const current: Current = {
  observation: { id: 1, printerId: 1, reading, observedAt: taken, receivedAt: taken },
  snapshot: {
    id: 1,
    printerId: 1,
    camera: 1,
    observationId: 1,
    sha256: 'a'.repeat(64),
    bytes: 1,
    width: 1920,
    height: 1080,
    placeholder: 'data:,',
    luma: 90,
    sharpness: 310.5,
    capturedAt: taken,
    receivedAt: taken,
    isClamped: false,
  },
  snapshotReading: reading,
  otherCameras: [],
  previousCapturedAt: null,
  withdrawnCapturedAt: null,
  intervalSeconds: 60,
  lastReceivedAt: taken,
}
const settings = {
  siteUrl: 'https://example.org',
  getFormats: () => defaultFormats,
  listVariants: () => [
    { width: 640, format: 'avif' as const, pixelWidth: 640 },
    { width: 1280, format: 'jpg' as const, pixelWidth: 1280 },
    { width: 1920, format: 'jpg' as const, pixelWidth: 1920 },
  ],
}
const serialize = (changes: Partial<Printer>, state = current) =>
  serializePrinter({ ...newPrinter, ...changes }, state, settings)

test('a printer without a report is complete and claims nothing', () => {
  const api = printerSchema.parse(serialize({}, emptyCurrent))
  expect(api).toMatchObject({ status: '', image: null, last_updated: null, state: 'unknown' })
  expect(api.interval_seconds).toBe(600)
})

test('the printer object matches the OpenAPI schema', () => {
  const api = serialize({})
  expect(printerSchema.parse(api)).toEqual(api)
  expect(api).toMatchObject({
    image: `https://example.org/media/${'a'.repeat(64)}/1280.jpg`,
    last_updated: '2026-11-22T14:30:00Z',
    snapshot: { alt: '3D printer, printing secret gift, 42 %, photographed at 14:30 UTC' },
  })
})

test('a private job name appears nowhere, neither in the status nor in the alt text', () => {
  expect(JSON.stringify(serialize({ publishesJobName: false }))).not.toContain('secret')
})

test('the job’s name of a hidden print appears nowhere, except to who may read what is private', () => {
  const hidden = { ...reading, isJobHidden: true }
  const state = {
    ...current,
    observation: current.observation && { ...current.observation, reading: hidden },
    snapshotReading: hidden,
  }
  expect(JSON.stringify(serialize({}, state))).not.toContain('secret')
  expect(serialize({ jobAlias: 'a present' }, state).status).toContain('Printing a present')
  const open = serializePrivate(newPrinter, state, settings)
  expect(open).toMatchObject({ job: { name: 'secret_gift.gcode' }, status: reading.status })
})

test('the owner’s name for the print is in all text for people, also where the job’s name is private', () => {
  const named = { ...reading, printName: 'Blue vase' }
  const state = {
    ...current,
    observation: current.observation && { ...current.observation, reading: named },
    snapshotReading: named,
  }
  const api = printerSchema.parse(serialize({}, state))
  expect(api).toMatchObject({
    status: 'Printing Blue vase, 42 %, then Blue vase again',
    job: { name: 'secret_gift.gcode', title: 'Blue vase' },
    snapshot: { alt: expect.stringContaining('printing Blue vase, 42 %') },
  })
  expect(describeState(api)).toBe('Printing Blue vase')
  const closed = serialize({ publishesJobName: false, jobAlias: null }, state)
  expect(JSON.stringify(closed)).not.toContain('secret')
  expect(describeState(closed)).toBe('Printing Blue vase')
  const open = serializePrivate(newPrinter, state, settings)
  expect(open).toMatchObject({ job: { name: 'secret_gift.gcode' }, status: reading.status })
})

test('names from outside can neither reorder nor overprint the text around them', () => {
  const jobName = `\u202egift${'\u0301'.repeat(180)}\u2066`
  const observation = current.observation && {
    ...current.observation,
    reading: { ...reading, jobName, status: `Printing ${jobName}` },
  }
  const api = serialize({}, { ...current, observation })
  expect(api.job?.name).toBe(`gift${'\u0301'.repeat(3)}`)
})

test('an alias replaces the name everywhere', () => {
  const api = serialize({ jobAlias: 'a present' })
  expect(JSON.stringify(api)).not.toContain('secret')
  expect(api.status).toBe('Printing a present, 42 %, then a present again')
  expect(api.job?.name).toBe('a present')
})

test('a private name of one letter changes no other words', () => {
  const short = { ...reading, jobName: 'a.gcode', status: 'Printing a, at layer 3' }
  const observation = { id: 1, printerId: 1, reading: short, observedAt: taken, receivedAt: taken }
  const { status } = serialize({ publishesJobName: false }, { ...current, observation })
  expect(status).toBe('Printing something, at layer 3')
})

test('temperatures are published only if the owner wants', () => {
  expect(serialize({ publishesTemperatures: false }).temperatures).toBeNull()
  expect(serialize({}).temperatures).toEqual({ tool0: { actual: 214.8, target: 215 } })
})

describe('the material', () => {
  const material = {
    layer: 45,
    layers: 210,
    nozzleDiameterMm: 0.4,
    filamentType: 'PLA',
    filamentColor: '#1e3a8a,#ffffff',
    filamentName: 'My \u202elast spool',
    filamentRemainingG: 512,
  }
  const observation = current.observation && {
    ...current.observation,
    reading: { ...reading, ...material },
  }
  const state = { ...current, observation }
  const publish = (changes: Partial<Printer>) => printerSchema.parse(serialize(changes, state))

  test('is public without what tells of the owner’s stock', () => {
    expect(publish({})).toMatchObject({
      job: { layer: 45, layers: 210 },
      material: {
        description: 'PLA, dark blue and white, 0.4\u00a0mm nozzle, layer 45 of 210',
        nozzle_diameter_mm: 0.4,
        filament_type: 'PLA',
        filament_color: '#1e3a8a,#ffffff',
        filament_color_name: 'dark blue and white',
        filament_name: null,
        filament_remaining_g: null,
      },
    })
  })

  test('is complete where the owner publishes the spool, and to who may read what is private', () => {
    const spool = {
      description:
        'PLA, dark blue and white, My last spool, 512\u00a0g left, 0.4\u00a0mm nozzle, layer 45 of 210',
      filament_name: 'My last spool',
      filament_remaining_g: 512,
    }
    expect(publish({ publishesSpool: true }).material).toMatchObject(spool)
    expect(serializePrivate(newPrinter, state, settings).material).toMatchObject(spool)
  })

  test('can be private, with the layers, and is absent where nothing is known of it', () => {
    const hidden = publish({ publishesMaterial: false })
    expect(hidden).not.toHaveProperty('material')
    expect(hidden.job).not.toHaveProperty('layer')
    expect(serialize({ publishesSpool: true })).not.toHaveProperty('material')
    expect(serialize({}).job).not.toHaveProperty('layers')
  })
})

test('while the camera is paused there is a reason instead of a picture', () => {
  const api = serialize({ isPublishing: false })
  expect(api).toMatchObject({ image: null, snapshot: null, reason: 'privacy', publishing: false })
  expect(api.progress).toBe(42.3)
})

test('several cameras are listed by number, with the names of the owner before the snapper’s', () => {
  const camera = { name: null, reportedName: 'nozzle', isPublishing: true }
  const cameras = [
    { ...camera, number: 2 },
    { ...camera, number: 3, name: 'Side', isPublishing: false },
  ]
  const printer = { ...newPrinter, cameras }
  const taken = { ...current.snapshot, camera: 2 } as Snapshot
  const both = {
    ...current,
    otherCameras: [2, 3].map((number) => ({ number, snapshot: taken, reading: null })),
  }
  const shown = serializePrinter(printer, both, settings)
  expect(printerSchema.parse(shown)).toEqual(shown)
  expect(shown.cameras?.map(({ id, name, snapshot }) => [id, name, snapshot !== null])).toEqual([
    [1, 'Camera 1', true],
    [2, 'nozzle', true],
    [3, 'Side', false],
  ])
  expect(shown.cameras?.[0]?.snapshot).toEqual(shown.snapshot)
  expect(serialize({}).cameras).toBeUndefined()
})
