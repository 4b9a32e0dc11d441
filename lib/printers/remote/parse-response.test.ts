import { describe, expect, test } from 'vitest'
import { parseRemoteResponse } from './parse-response.ts'
import { RemoteError } from './remote-error.ts'

const url = new URL('https://api.example.org/api/3dprinter/1/')
const now = new Date('2026-11-22T14:40:00Z')
const parse = (body: unknown) =>
  parseRemoteResponse(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), url, now)

describe('a response that is not a printer is rejected', () => {
  test.each([
    ['a page', '<!doctype html><title>Sign in</title>'],
    ['an empty body', ''],
    ['a truncated object', '{"id": 1, "name": "Maker Sel'],
    ['null', 'null'],
    ['a list', '[{"id": 1, "status": "Printing"}]'],
    ['a problem document', '{"detail": "Not found."}'],
    ['deeply nested arrays', '['.repeat(50_000) + ']'.repeat(50_000)],
  ])('%s', (_, body) => {
    expect(() => parse(body)).toThrow(RemoteError)
  })
})

/** As Django's serializer sends it. */
const original = {
  id: 1,
  name: 'Maker Select',
  progress: null,
  status: 'Printing, 42% done',
  image: '/media/printers/snapshot_Yq2.jpg',
  last_updated: '2026-11-22T06:30:05.123456-08:00',
}

describe('the original six fields', () => {
  test('are a status, a picture and one time for both', () => {
    const response = parse(original)
    expect(response).toMatchObject({
      name: 'Maker Select',
      isPublishing: true,
      observedAt: new Date('2026-11-22T14:30:05.123Z'),
      picture: {
        url: new URL('https://api.example.org/media/printers/snapshot_Yq2.jpg'),
        capturedAt: null,
      },
    })
    expect(response.reading).toMatchObject({
      status: 'Printing, 42% done',
      state: null,
      progress: null,
      intervalSeconds: null,
      source: { backend: 'api.example.org', snapper: 'remote' },
    })
  })

  test('a name can’t reverse the text around it', () => {
    expect(parse({ ...original, name: 'Maker \u202etceleS\u202c' }).name).toBe('Maker tceleS')
  })

  test('may each be empty, missing or invalid', () => {
    const { reading, picture, name } = parse({
      ...original,
      name: 7,
      image: '',
      progress: '42.5 %',
      status: 'Failed to\nretrieve\u0000 printer status',
    })
    expect([name, picture]).toEqual([null, null])
    expect(reading).toMatchObject({
      progress: 42.5,
      status: 'Failed to retrieve printer status',
    })
    expect(parse({ ...original, status: null }).reading).toMatchObject({ status: '' })
    expect(parse({ ...original, progress: 4300 }).reading?.progress).toBeNull()
    expect(parse({ status: 'x'.repeat(9000) }).reading?.status).toHaveLength(500)
    expect(parse({ ...original, image: 'http://[half' }).picture).toBeNull()
  })

  test.each([
    ['far ahead', '2099-01-01T00:00:00Z'],
    ['ten minutes ahead', '2026-11-22T14:50:00Z'],
    ['never (1970)', '1970-01-01T00:00:00Z'],
    ['unreadable', 'yesterday'],
    ['absent', undefined],
  ])('an impossible time (%s) is ignored', (_, last_updated) => {
    expect(parse({ ...original, last_updated }).observedAt).toBeNull()
  })
})

test('a server that has had no report yet has no reading', () => {
  const nothing = { ...original, status: '', image: null, last_updated: null }
  expect(parse(nothing).reading).toBeNull()
  expect(parse({ ...nothing, state: 'unknown', observed_at: null }).reading).toBeNull()
  expect(parse({ ...nothing, state: 'idle' }).reading?.state).toBe('idle')
})

test('our own printer object is parsed completely, with its widest picture', () => {
  const source = (width: number, type = 'image/jpeg') => ({
    type,
    width,
    url: `https://api.example.org/media/${'a'.repeat(64)}/${width}.jpg`,
  })
  const { reading, observedAt, picture } = parse({
    ...original,
    state: 'printing',
    observed_at: '2026-11-22T14:30:02Z',
    interval_seconds: 120,
    publishing: true,
    reason: null,
    job: { name: 'benchy.gcode', elapsed_seconds: 1234, remaining_seconds: -5 },
    temperatures: { tool0: { actual: 214.8, target: 215 } },
    snapshot: {
      captured_at: '2026-11-22T14:30:00Z',
      sources: [source(1920, 'image/avif'), source(640), source(1920), source(1280)],
    },
  })
  expect(reading).toMatchObject({
    state: 'printing',
    jobName: 'benchy.gcode',
    elapsedSeconds: 1234,
    remainingSeconds: null,
    temperatures: { tool0: { actual: 214.8, target: 215 } },
    intervalSeconds: 120,
  })
  expect(observedAt).toEqual(new Date('2026-11-22T14:30:02Z'))
  expect(picture?.url.pathname).toMatch(/1920\.jpg$/)
  expect(picture?.capturedAt).toEqual(new Date('2026-11-22T14:30:00Z'))
})

test('a camera paused there is paused here', () => {
  expect(parse({ ...original, publishing: false, image: null }).isPublishing).toBe(false)
})
