import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { makeJpeg } from '../testing/pictures.ts'
import { type LastPicture, makeThumbnail, type PrepareOptions, preparePicture } from './prepare.ts'
import { identityTransform, makeTransform } from './transform.ts'

const plain: PrepareOptions = {
  transform: identityTransform,
  mask: [],
  darkLuma: 10,
  maxBytes: null,
  last: null,
  isActive: false,
  skipsUnchanged: true,
  nowMs: 1_000_000,
}
const withoutSharp = { load: async () => null }

/** A scene: a bright object in front of a grey wall, with camera noise. */
async function makeScene(options: { x?: number; brightness?: number; size?: number } = {}) {
  const { x = 600, brightness = 100, size = 200 } = options
  const noise = await sharp({
    create: {
      width: 1280,
      height: 720,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: brightness, sigma: 6 },
    },
  })
    .jpeg()
    .toBuffer()
  const thing = { create: { width: size, height: size, channels: 3 as const, background: '#fc8' } }
  return sharp(noise)
    .composite([{ input: thing, left: x, top: 300 }])
    .jpeg({ quality: 92 })
    .toBuffer()
}

async function remember(jpeg: Buffer, sentAtMs = 1_000_000 - 60_000): Promise<LastPicture> {
  return { sha256: 'another', thumbnail: await makeThumbnail(sharp, jpeg), sentAtMs }
}

test.each([[{}], [withoutSharp]])(
  'a picture that needs no change is passed through',
  async (load) => {
    const jpeg = await makeScene()
    const prepared = await preparePicture(jpeg, { ...plain, ...load, maxBytes: jpeg.length })
    expect(prepared).toMatchObject({ kind: 'picture' })
    expect(prepared.kind === 'picture' && prepared.jpeg.equals(jpeg)).toBe(true)
  },
)

describe('a budget is respected', () => {
  test.each([0.6, 0.3, 0.1, 0.03])('at %d of the bytes', async (part) => {
    const jpeg = await makeScene()
    const maxBytes = Math.floor(jpeg.length * part)
    const prepared = await preparePicture(jpeg, { ...plain, maxBytes })
    if (prepared.kind !== 'picture') throw new Error(prepared.kind)
    expect(prepared.jpeg.length).toBeLessThanOrEqual(maxBytes)
    const { format, width } = await sharp(prepared.jpeg).metadata()
    expect(format).toBe('jpeg')
    expect(width).toBeGreaterThanOrEqual(320)
  })

  test('or no picture is sent', async () => {
    const prepared = await preparePicture(await makeScene(), { ...plain, maxBytes: 500 })
    expect(prepared.kind).toBe('over-budget')
  })

  test('without sharp too, and it says what would help', async () => {
    const options = { ...plain, ...withoutSharp, maxBytes: 500 }
    expect(await preparePicture(await makeScene(), options)).toMatchObject({
      kind: 'over-budget',
      detail: expect.stringContaining('npm install sharp'),
    })
  })
})

describe('an unchanged picture is not sent', () => {
  test.each([[{}], [withoutSharp]])('identical bytes, never again', async (load) => {
    const jpeg = await makeScene()
    const first = await preparePicture(jpeg, { ...plain, ...load })
    if (first.kind !== 'picture') throw new Error(first.kind)
    const later = { ...plain, ...load, last: first.last, nowMs: plain.nowMs + 86_400_000 }
    expect(await preparePicture(jpeg, later)).toEqual({ kind: 'unchanged', isSameBytes: true })
  })

  test('nor if only the noise differs', async () => {
    const last = await remember(await makeScene())
    expect(await preparePicture(await makeScene(), { ...plain, last })).toEqual({
      kind: 'unchanged',
      isSameBytes: false,
    })
  })

  test('unless something moved a little', async () => {
    const last = await remember(await makeScene())
    const moved = await makeScene({ x: 606 })
    expect((await preparePicture(moved, { ...plain, last })).kind).toBe('picture')
  })

  test('unless a job is running', async () => {
    const last = await remember(await makeScene())
    const options = { ...plain, last, isActive: true }
    expect((await preparePicture(await makeScene(), options)).kind).toBe('picture')
  })

  test('unless there is no budget', async () => {
    const last = await remember(await makeScene())
    const options = { ...plain, last, skipsUnchanged: false }
    expect((await preparePicture(await makeScene(), options)).kind).toBe('picture')
  })

  test('unless an hour has passed', async () => {
    const last = await remember(await makeScene(), plain.nowMs - 3_700_000)
    expect((await preparePicture(await makeScene(), { ...plain, last })).kind).toBe('picture')
  })
})

test('a dark picture is not sent, unless configured', async () => {
  const night = await makeScene({ brightness: 2, size: 10 })
  expect(await preparePicture(night, plain)).toMatchObject({
    kind: 'missing',
    missing: { reason: 'dark' },
  })
  expect((await preparePicture(night, { ...plain, darkLuma: 0 })).kind).toBe('picture')
})

test('a PNG is converted to JPEG by sharp; without sharp there is no picture', async () => {
  const png = await sharp(await makeJpeg())
    .png()
    .toBuffer()
  const prepared = await preparePicture(png, plain)
  if (prepared.kind !== 'picture') throw new Error(prepared.kind)
  expect((await sharp(prepared.jpeg).metadata()).format).toBe('jpeg')
  expect(await preparePicture(png, { ...plain, ...withoutSharp })).toMatchObject({
    kind: 'missing',
    missing: { reason: 'camera_error', detail: expect.stringContaining('sharp') },
  })
})

test('bytes that only look like a picture are rejected', async () => {
  const jpeg = await makeScene()
  const broken = Buffer.concat([jpeg.subarray(0, 300), Buffer.from([0xff, 0xd9])])
  expect(await preparePicture(broken, plain)).toMatchObject({
    kind: 'missing',
    missing: { reason: 'camera_error' },
  })
})

describe('a mask', () => {
  const mask = [{ left: 0, top: 0, width: 25, height: 50 }]

  test('is painted into the pixels', async () => {
    const prepared = await preparePicture(await makeScene({ brightness: 200 }), { ...plain, mask })
    if (prepared.kind !== 'picture') throw new Error(prepared.kind)
    const lumaAt = async (left: number, top: number) => {
      const area = sharp(prepared.jpeg).extract({ left, top, width: 100, height: 100 })
      const { channels } = await sharp(await area.toBuffer()).stats()
      return channels[0]?.mean ?? 0
    }
    expect(await lumaAt(10, 10)).toBeCloseTo(128, -1)
    expect(await lumaAt(210, 250)).toBeCloseTo(128, -1)
    expect(await lumaAt(1000, 600)).toBeGreaterThan(180)
  })

  test('that can’t be applied prevents sending', async () => {
    const options = { ...plain, ...withoutSharp, mask }
    expect(await preparePicture(await makeScene(), options)).toMatchObject({
      kind: 'missing',
      missing: { reason: 'privacy' },
    })
  })
})

test('a rotated picture keeps its pixels untouched', async () => {
  const transform = makeTransform(false, false, 90)
  const jpeg = await makeScene()
  const light = await preparePicture(jpeg, { ...plain, transform })
  if (light.kind !== 'picture') throw new Error(light.kind)
  expect(light.jpeg.length).toBe(jpeg.length + 36)
  const { width, height } = await sharp(light.jpeg).autoOrient().toBuffer().then(sizeOf)
  expect([width, height]).toEqual([720, 1280])
  const heavy = await preparePicture(jpeg, { ...plain, transform, maxBytes: jpeg.length / 2 })
  if (heavy.kind !== 'picture') throw new Error(heavy.kind)
  expect((await sizeOf(heavy.jpeg)).height).toBeGreaterThan((await sizeOf(heavy.jpeg)).width)
})

async function sizeOf(jpeg: Buffer) {
  const { width, height } = await sharp(jpeg).metadata()
  return { width, height }
}
