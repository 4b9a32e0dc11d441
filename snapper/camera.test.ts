import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { type CameraLimits, captureFrame } from './camera.ts'
import { makeJpeg } from './testing/pictures.ts'
import { findDeadUrl, type Responder, startStub } from './testing/stub-server.ts'

const never = new AbortController().signal
const limits: CameraLimits = { deadlineMs: 15_000, maxBytes: 1_000_000, retryMs: 10 }
/** For responses that never end. */
const short: CameraLimits = { ...limits, deadlineMs: 1500 }

async function captureFrom(respond: Responder, within = limits) {
  const stub = await startStub(respond)
  return { ...(await captureFrame({ url: stub.url }, never, within)), received: stub.received }
}

const serve =
  (body: Buffer | string, type = 'image/jpeg'): Responder =>
  (_received, response) =>
    response.writeHead(200, { 'Content-Type': type }).end(body)

const offline: Responder = async (_received, response) =>
  response
    .writeHead(200, { 'Content-Type': 'image/jpeg', 'X-UStreamer-Online': 'false' })
    .end(await makeJpeg())

describe('a picture is captured unchanged', () => {
  test('with or without Content-Length, which mjpg-streamer leaves out', async () => {
    const jpeg = await makeJpeg()
    const before = Date.now()
    const withLength = await captureFrom(serve(jpeg))
    const withoutLength = await captureFrom((_received, response) => {
      response.useChunkedEncodingByDefault = false
      response.writeHead(200, { 'Content-Type': 'image/jpeg', Connection: 'close' })
      response.end(jpeg)
    })
    for (const taken of [withLength, withoutLength]) {
      expect(taken).toMatchObject({ frame: { bytes: jpeg } })
      const at = 'frame' in taken ? taken.frame.capturedAt.getTime() : 0
      expect(at).toBeGreaterThanOrEqual(before)
    }
  })

  test('recognised by its bytes, not by the declared type', async () => {
    const jpeg = await makeJpeg()
    expect(await captureFrom(serve(jpeg, 'application/octet-stream'))).toMatchObject({
      frame: { bytes: jpeg },
    })
  })

  test('without the zeros that some cameras append', async () => {
    const jpeg = await makeJpeg()
    const padded = Buffer.concat([jpeg, Buffer.alloc(512)])
    expect(await captureFrom(serve(padded))).toMatchObject({ frame: { bytes: jpeg } })
  })

  test('as a PNG, which is converted later', async () => {
    const png = await sharp(await makeJpeg())
      .png()
      .toBuffer()
    expect(await captureFrom(serve(png, 'image/png'))).toMatchObject({ frame: { bytes: png } })
  })

  test('with mjpg-streamer’s timestamp, if it is plausible', async () => {
    const jpeg = await makeJpeg()
    const takeAt = async (timestamp: string) => {
      const taken = await captureFrom((_received, response) =>
        response.writeHead(200, { 'X-Timestamp': timestamp }).end(jpeg),
      )
      return 'frame' in taken ? taken.frame.capturedAt.getTime() : 0
    }
    const nowMs = Date.now()
    expect(await takeAt(((nowMs - 5000) / 1000).toFixed(6))).toBeCloseTo(nowMs - 5000, -1)
    for (const nonsense of ['0', '1234.5', String(nowMs / 1000 + 3600), 'soon'])
      expect(await takeAt(nonsense)).toBeGreaterThanOrEqual(nowMs)
  })

  describe('from a stream that never ends', () => {
    const stream =
      (jpeg: Buffer, options: { boundary: string; hasLength: boolean }): Responder =>
      (_received, response) => {
        const { boundary, hasLength } = options
        const type = `multipart/x-mixed-replace; boundary=${boundary}`
        response.writeHead(200, { 'Content-Type': type })
        const line = boundary.startsWith('--') ? boundary : `--${boundary}`
        const length = hasLength ? `Content-Length: ${jpeg.length}\r\n` : ''
        const send = () => {
          response.write(`${line}\r\nContent-Type: image/jpeg\r\n${length}\r\n`)
          response.write(jpeg)
          response.write('\r\n')
        }
        send()
        const timer = setInterval(send, 20)
        response.on('close', () => clearInterval(timer))
      }

    test.each([
      { boundary: 'frame', hasLength: true },
      { boundary: 'frame', hasLength: false },
      { boundary: '--myboundary', hasLength: true },
      { boundary: '"quoted words"', hasLength: true },
    ])('one part: %o', async (options) => {
      const jpeg = await makeJpeg()
      const plain = { ...options, boundary: options.boundary.replaceAll('"', '') }
      const respond = stream(jpeg, plain)
      const quoted: Responder = (received, response) => {
        const head = response.writeHead.bind(response)
        response.writeHead = (status: number) =>
          head(status, { 'Content-Type': `multipart/x-mixed-replace;boundary=${options.boundary}` })
        respond(received, response)
      }
      expect(await captureFrom(quoted)).toMatchObject({ frame: { bytes: jpeg } })
    })
  })

  test('at the second attempt, if the camera has just woken up', async () => {
    const jpeg = await makeJpeg()
    let requests = 0
    const taken = await captureFrom((received, response) => {
      requests += 1
      if (requests === 1) response.writeHead(500).end('No snapshot captured yet.')
      else serve(jpeg)(received, response)
    })
    expect(taken).toMatchObject({ frame: { bytes: jpeg } })
  })
})

test('a detected camera may be absent', async () => {
  for (const status of [403, 404]) {
    const stub = await startStub((_received, response) => response.writeHead(status).end())
    const optional = { url: stub.url, mayBeAbsent: true }
    expect(await captureFrame(optional, never, limits)).toEqual({ absent: true })
    expect(await captureFrame({ url: stub.url }, never, limits)).toHaveProperty('missing')
  }
})

describe('anything but a complete picture is not sent, and the reason is reported', () => {
  test('nothing listens on the port', async () => {
    expect(await captureFrame({ url: await findDeadUrl() }, never, limits)).toEqual({
      missing: { reason: 'camera_error', detail: 'the camera: ECONNREFUSED' },
    })
  })

  test('the camera is slow, and the log names the variable for it', async () => {
    const { received, ...taken } = await captureFrom(() => {}, short)
    expect(taken).toMatchObject({
      missing: {
        reason: 'camera_timeout',
        detail: expect.stringMatching(/no complete picture in 1.5 s; .*CAMERA_TIMEOUT_SECONDS/),
      },
    })
    expect(received).toHaveLength(1)
  })

  test('the camera hangs in the middle of the picture', async () => {
    const jpeg = await makeJpeg()
    const taken = await captureFrom((_received, response) => {
      response.writeHead(200, { 'Content-Type': 'image/jpeg' }).write(jpeg.subarray(0, 500))
    }, short)
    expect(taken).toMatchObject({ missing: { reason: 'camera_timeout' } })
  })

  test.each([
    ['a page with 200', serve('<!doctype html><h1>Camera</h1>', 'text/html'), /web page/],
    ['a page declared as a picture', serve('  <html>', 'image/jpeg'), /web page/],
    ['no bytes', serve(''), /empty/],
    ['a GIF', serve('GIF89a'), /something else/],
    ['half a PNG', serve(Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1')), /cut off/],
    ['an empty stream', serve('', 'multipart/x-mixed-replace; boundary=x'), /empty/],
    ['ustreamer without a camera', offline, /is offline/],
    ['50 MB', serve(Buffer.alloc(50_000_000, 0xff)), /more than 1000000 bytes/],
  ])('%s', async (_case, respond, detail) => {
    expect(await captureFrom(respond)).toMatchObject({
      missing: { reason: 'camera_error', detail: expect.stringMatching(detail) },
    })
  })

  test('an endless response declared as a picture', async () => {
    const taken = await captureFrom((_received, response) => {
      response.writeHead(200, { 'Content-Type': 'image/jpeg' })
      const timer = setInterval(() => response.write(Buffer.alloc(100_000, 1)), 2)
      response.on('close', () => clearInterval(timer))
    })
    expect(taken).toMatchObject({
      missing: { reason: 'camera_error', detail: expect.stringMatching(/more than/) },
    })
  })

  test('a picture that was cut off at a plausible place', async () => {
    const jpeg = await makeJpeg()
    for (const length of [jpeg.length - 1, jpeg.length - 2, Math.floor(jpeg.length / 2), 3])
      expect(await captureFrom(serve(jpeg.subarray(0, length)))).toMatchObject({
        missing: { reason: 'camera_error', detail: expect.stringMatching(/cut off/) },
      })
  })

  test('a picture of a few pixels, or of too many', async () => {
    const tiny = await makeJpeg(16, 16)
    expect(await captureFrom(serve(tiny))).toMatchObject({
      missing: { reason: 'camera_error', detail: expect.stringMatching(/16x16 pixels/) },
    })
    // Read from the header; nothing is decoded.
    const huge = await makeJpeg()
    const frame = huge.indexOf(Buffer.from([0xff, 0xc0]))
    huge.writeUInt16BE(8000, frame + 5)
    huge.writeUInt16BE(8000, frame + 7)
    expect(await captureFrom(serve(huge))).toMatchObject({
      missing: { detail: expect.stringMatching(/8000x8000 pixels/) },
    })
  })

  test('a redirect, which is not followed', async () => {
    const taken = await captureFrom((_received, response) =>
      response.writeHead(301, { Location: '/elsewhere' }).end(),
    )
    expect(taken).toMatchObject({
      missing: { reason: 'camera_error', detail: expect.stringMatching(/SNAPSHOT_URL/) },
    })
    expect(taken.received.map(({ path }) => path)).toEqual(['/', '/'])
  })
})
