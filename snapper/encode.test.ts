import { expect, test } from 'vitest'
import { renderMultipart, toFields } from './encode.ts'
import type { Report } from './report.ts'
import { parseReport } from './testing/multipart.ts'
import { makeJpeg } from './testing/pictures.ts'

const capturedAt = new Date('2026-11-22T14:30:00Z')
const observedAt = new Date('2026-11-22T14:30:02Z')

function parse(report: Report) {
  const { contentType, body } = renderMultipart(toFields(report), report.picture?.jpeg ?? null)
  return parseReport({ headers: { 'content-type': contentType }, body: Buffer.concat(body) })
}

test('a complete report arrives byte for byte', async () => {
  const jpeg = await makeJpeg()
  const received = await parse({
    reading: {
      state: 'printing',
      status: 'Printing Fräse "v2"\r\n--x, 42 %',
      progress: 42.2984,
      jobName: 'Fräse "v2".gcode',
      elapsedSeconds: 0,
      remainingSeconds: 912.5,
      temperatures: { tool0: { actual: 214.8, target: 215 }, bed: { actual: null, target: 60 } },
      filamentUsedMm: 812.4,
      filamentTotalMm: null,
      observedAt,
      backend: 'octoprint 1.11.8',
    },
    picture: { jpeg, capturedAt },
    missing: null,
    intervalSeconds: 600,
  })
  expect(received.fields).toEqual({
    status: 'Printing Fräse "v2"\r\n--x, 42 %',
    state: 'printing',
    progress: '42.2984',
    job_name: 'Fräse "v2".gcode',
    elapsed_seconds: '0',
    remaining_seconds: '912.5',
    temperatures: '{"tool0":{"actual":214.8,"target":215},"bed":{"actual":null,"target":60}}',
    filament_used_mm: '812.4',
    observed_at: '2026-11-22T14:30:02.000Z',
    captured_at: '2026-11-22T14:30:00.000Z',
    interval_seconds: '600',
    source: '{"backend":"octoprint 1.11.8","snapper":"1.0.0"}',
  })
  expect(received.image).toEqual(jpeg)
  expect(received.imageName).toBe('snapshot.jpg')
  expect(received.imageType).toBe('image/jpeg')
})

test('unknown values are left out', async () => {
  const received = await parse({
    reading: {
      state: 'offline',
      status: 'The printer is off',
      progress: null,
      jobName: null,
      elapsedSeconds: null,
      remainingSeconds: null,
      temperatures: null,
      observedAt,
      backend: null,
    },
    picture: null,
    missing: { reason: 'camera_timeout', detail: 'for the log only' },
    intervalSeconds: 30,
  })
  expect(received).toEqual({
    fields: {
      status: 'The printer is off',
      state: 'offline',
      observed_at: '2026-11-22T14:30:02.000Z',
      reason: 'camera_timeout',
      interval_seconds: '30',
      source: '{"snapper":"1.0.0"}',
    },
    image: null,
    imageName: null,
    imageType: null,
  })
})

test('with an unset clock no times are sent: the site uses its own', async () => {
  const received = await parse({
    reading: null,
    picture: { jpeg: await makeJpeg(), capturedAt: new Date(12_345) },
    missing: null,
    intervalSeconds: 600,
  })
  expect(received.fields).not.toHaveProperty('captured_at')
  expect(received.image).not.toBeNull()
})

test('a camera alone sends its picture and its time', async () => {
  const jpeg = await makeJpeg()
  const { fields, image } = await parse({
    reading: null,
    picture: { jpeg, capturedAt },
    missing: null,
    intervalSeconds: 600,
  })
  expect(Object.keys(fields)).toEqual(['captured_at', 'interval_seconds', 'source'])
  expect(image).toEqual(jpeg)
})
