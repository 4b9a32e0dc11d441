import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { checkJpegFile } from '#lib/images/jpeg-header.ts'
import { captureFrame } from './camera.ts'
import { checkFrame } from './frame.ts'
import { makeJpeg } from './testing/pictures.ts'
import { startRawServer } from './testing/raw-server.ts'
import { makeFolder } from './testing/temporary-folder.ts'

const never = new AbortController().signal
const limits = { deadlineMs: 5000, maxBytes: 1_000_000, retryMs: 1 }
const jpeg = await makeJpeg()
const progressive = await sharp(jpeg).jpeg({ progressive: true }).toBuffer()
const { length } = jpeg

/** The status line and headers with the given line end, then the bodies. */
function respond(lines: string[], bodies: (Buffer | string)[] = [jpeg], end = '\r\n'): Buffer {
  const head = `${lines.join(end)}${end}${end}`
  const all = [head, ...bodies].map((it) =>
    typeof it === 'string' ? Buffer.from(it, 'latin1') : it,
  )
  return Buffer.concat(all)
}

const ok = 'HTTP/1.1 200 OK'
const type = 'Content-Type: image/jpeg'
const size = `Content-Length: ${length}`
const chunk = `${length.toString(16)}\r\n`
const stream = 'Content-Type: multipart/x-mixed-replace; boundary=frame'
const part = `--frame\r\n${type}\r\n${size}\r\n\r\n`
const cut = jpeg.subarray(0, length - 200)
const packed = (encoding: string, bytes: Buffer) =>
  respond([ok, type, `Content-Encoding: ${encoding}`, `Content-Length: ${bytes.length}`], [bytes])

describe('a camera whose HTTP a browser or curl reads', () => {
  test.each<[string, Buffer]>([
    ['line feeds only', respond([ok, type, size], [jpeg], '\n')],
    [
      'a space before a colon',
      respond([ok, 'Content-Type : image/jpeg', `Content-Length : ${length}`]),
    ],
    [
      'no space after a colon',
      respond([ok, 'Content-Type:image/jpeg', `Content-Length:${length}`]),
    ],
    ['a folded header', respond([ok, type, 'X-Info: a', ' continued', '\tand more', size])],
    [
      'Content-Length and chunked',
      respond([ok, type, size, 'Transfer-Encoding: chunked'], [chunk, jpeg, '\r\n0\r\n\r\n']),
    ],
    ['chunked in name only', respond([ok, type, 'Transfer-Encoding: chunked'])],
    ['chunked without an end', respond([ok, type, 'Transfer-Encoding: chunked'], [chunk, jpeg])],
    ['two equal lengths', respond([ok, type, size, size])],
    ['two different lengths', respond([ok, type, size, 'Content-Length: 7'])],
    ['bytes above ASCII in a header', respond([ok, 'Server: K\xfcche', type, size])],
    ['control characters in a header', respond([ok, 'Server: cam\x01\x00x', type, size])],
    ['a header without a colon', respond([ok, 'WebServer', type, size])],
    ['no reason', respond(['HTTP/1.0 200', type])],
    ['HTTP/1.1 in lower case', respond(['http/1.1 200 ok', type])],
    ['ICY 200 OK', respond(['ICY 200 OK', type])],
    ['no head at all', jpeg],
    [
      'a 100 first',
      Buffer.concat([respond(['HTTP/1.1 100 Continue'], []), respond([ok, type, size])]),
    ],
    ['too large a length', respond([ok, type, `Content-Length: ${length + 48}`])],
    ['too small a length', respond([ok, type, `Content-Length: ${length - 48}`])],
    ['a length that is no number', respond([ok, type, 'Content-Length: many'])],
    ['no length', respond([ok, type])],
    ['text/plain', respond([ok, 'Content-Type: text/plain', size])],
    ['text/html', respond([ok, 'Content-Type: text/html', size])],
    ['no type', respond([ok, size])],
    ['gzip', packed('gzip', gzipSync(jpeg))],
    ['deflate', packed('deflate', deflateSync(jpeg))],
    ['raw deflate', packed('deflate', deflateRawSync(jpeg))],
    ['br', packed('br', brotliCompressSync(jpeg))],
    ['gzip in name only', packed('gzip', jpeg)],
    ['one picture declared as a stream', respond([ok, stream, size])],
    ['a stream declared as one picture', respond([ok, type], [part, jpeg, '\r\n--frame\r\n'])],
    [
      'a stream without a boundary',
      respond([ok, 'Content-Type: multipart/x-mixed-replace'], [part, jpeg]),
    ],
    [
      'a stream with another boundary',
      respond([ok, stream], ['--other\r\n\r\n', jpeg, '\r\n--other']),
    ],
    [
      'a stream with line feeds only',
      respond([ok, stream], [part.replaceAll('\r', ''), jpeg, '\n--frame'], '\n'),
    ],
    [
      'a stream with an empty first part',
      respond([ok, stream], ['--frame\r\nContent-Length: 0\r\n\r\n\r\n', part, jpeg]),
    ],
    ['a stream with text first', respond([ok, stream], ['--frame\r\n\r\nhello\r\n', part, jpeg])],
    [
      'a stream with wrong lengths',
      respond([ok, stream], ['--frame\r\nContent-Length: 9\r\n\r\n', jpeg, '\r\n']),
    ],
    [
      'a stream that starts within a picture',
      respond([ok, stream], [jpeg.subarray(400), part, jpeg]),
    ],
    ['a stream whose first picture is cut', respond([ok, stream], [part, cut, '\r\n', part, jpeg])],
    [
      'a stream whose first picture is cut in its header',
      respond([ok, stream], [part, jpeg.subarray(0, 60), '\r\n', part, jpeg, '\r\n', part, jpeg]),
    ],
  ])('%s', async (_case, bytes) => {
    const { url } = await startRawServer(() => bytes)
    expect(await captureFrame({ url }, never, limits)).toMatchObject({ frame: { bytes: jpeg } })
  })

  test('one that keeps the connection open after a length that is too small', async () => {
    const bytes = respond([ok, type, `Content-Length: ${length - 48}`])
    const { url } = await startRawServer(() => bytes, { staysOpen: true })
    expect(await captureFrame({ url }, never, limits)).toMatchObject({ frame: { bytes: jpeg } })
  })

  test.each<[string, Buffer | string, RegExp]>([
    ['a cut picture', respond([ok, type], [cut]), /cut off/],
    ['a cut picture with its length', respond([ok, type, size], [cut]), /cut off/],
    [
      'a cut picture whose connection stays open',
      respond([ok, type, `Content-Length: 900`], [jpeg.subarray(0, 900)]),
      /cut off/,
    ],
    ['a stream of cut pictures', respond([ok, stream], [part, cut, '\r\n', part, cut]), /cut off/],
    ['a page', respond([ok], ['<html>']), /web page/],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', /doesn't speak HTTP/],
    ['nothing', '', /was closed/],
    ['a gzip bomb', packed('gzip', gzipSync(Buffer.alloc(5_000_000))), /more than/],
    ['an endless head', `${ok}\r\n${'x: y\r\n'.repeat(20_000)}`, /doesn't speak HTTP/],
  ])('but not %s', async (_case, bytes, detail) => {
    const { url } = await startRawServer(() => bytes, { staysOpen: /open/.test(_case) })
    expect(await captureFrame({ url }, never, limits)).toMatchObject({
      missing: { detail: expect.stringMatching(detail) },
    })
  })
})

describe('a JPEG is judged by its structure, and the site takes what is sent', () => {
  const at = jpeg.indexOf(Buffer.from([0xff, 0xdb]), 3)
  const insert = (...bytes: number[]) =>
    Buffer.concat([jpeg.subarray(0, at), Buffer.from(bytes), jpeg.subarray(at)])
  const withThumbnail = Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, 0xe1, (length + 2) >> 8, (length + 2) & 255]),
    jpeg,
    jpeg.subarray(2),
  ])
  const dhav = Buffer.from('dhav\x59\x19\x01\x00', 'latin1')

  test.each<[string, Buffer, Buffer]>([
    ['a camera’s own tail', Buffer.concat([jpeg, dhav]), jpeg],
    ['zeros after it', Buffer.concat([jpeg, Buffer.alloc(4096)]), jpeg],
    [
      'line ends before and after it',
      Buffer.concat([Buffer.from('\r\n'), jpeg, Buffer.from('\r\n')]),
      jpeg,
    ],
    ['another picture after it', Buffer.concat([jpeg, progressive]), jpeg],
    ['a cut picture after it', Buffer.concat([jpeg, cut]), jpeg],
    ['fill bytes between markers', insert(0xff, 0xff, 0xff), insert(0xff, 0xff, 0xff)],
    ['stray bytes between markers', insert(0, 0, 1), insert(0, 0, 1)],
    ['a restart marker between markers', insert(0xff, 0xd0), insert(0xff, 0xd0)],
    ['several scans', progressive, progressive],
    ['a thumbnail', withThumbnail, withThumbnail],
  ])('%s', async (_case, bytes, expected) => {
    const result = checkFrame(bytes)
    expect(result).toEqual({ frame: expected })
    const path = join(makeFolder(), 'picture.jpg')
    writeFileSync(path, expected)
    await checkJpegFile(path)
    await sharp(readFileSync(path), { failOn: 'error' }).raw().toBuffer()
  })

  test.each([
    ['without its end', jpeg.subarray(0, length - 1)],
    ['in its image data', cut],
    ['in its header', jpeg.subarray(0, 100)],
    ['after a whole thumbnail', withThumbnail.subarray(0, withThumbnail.length - 100)],
    ['with a tail', Buffer.concat([jpeg.subarray(0, length - 2), dhav])],
  ])('a picture cut %s is refused', (_case, bytes) => {
    expect(checkFrame(bytes)).toEqual({ error: expect.stringMatching(/cut off/) })
  })
})
