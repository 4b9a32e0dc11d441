import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readMultipart } from './multipart.ts'
import { withUpload } from './upload.ts'

const boundary = 'frame'
const dir = () => mkdtemp(join(tmpdir(), 'multipart-'))

function patch(body: string | Buffer, type = `multipart/form-data; boundary=${boundary}`): Request {
  return new Request('http://site.test/api/3dprinter/1/', {
    method: 'PATCH',
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
}

const part = (name: string, value: string, more = '') =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`
const end = `--${boundary}--\r\n`

const rejected = {
  'cut off before its final boundary': [part('status', 'x'), 'malformed-multipart'],
  'without any boundary in it': ['hello', 'malformed-multipart'],
  'with LF line ends': [
    (part('status', 'x') + end).replaceAll('\r\n', '\n'),
    'malformed-multipart',
  ],
  'with a part without Content-Disposition': [
    `--${boundary}\r\nX: y\r\n\r\nz\r\n${end}`,
    'malformed-multipart',
  ],
  'with a part without a header': [`--${boundary}\r\nfoo\r\n${end}`, 'malformed-multipart'],
  'with a part without a name': [
    `--${boundary}\r\nContent-Disposition: form-data\r\n\r\nz\r\n${end}`,
    'malformed-multipart',
  ],
  'with an empty name': [part('', 'x') + end, 'malformed-multipart'],
  'with an encoded name': [
    `--${boundary}\r\nContent-Disposition: form-data; name*=utf-8''status\r\n\r\nz\r\n${end}`,
    'malformed-multipart',
  ],
  'with one field twice': [part('status', 'x') + part('status', 'y') + end, 'duplicate-field'],
  'with two pictures': [
    part('image', 'x', '; filename="a"') + part('image', 'y', '; filename="b"') + end,
    'duplicate-field',
  ],
  'with a header of a megabyte': [
    part('status', 'x', `\r\nX-Long: ${'a'.repeat(1 << 20)}`) + end,
    'malformed-multipart',
  ],
  'with 200 headers in one part': [
    part('status', 'x', '\r\nX-A: b'.repeat(200)) + end,
    'malformed-multipart',
  ],
  'in an encoding other than UTF-8': [
    part('_charset_', 'iso-8859-1') + part('status', 'x') + end,
    'malformed-form',
  ],
  'with the picture as text': [part('image', 'x') + end, 'image-not-file'],
  'with 10,000 parts': [part('a', 'x').repeat(10_000) + end, 'too-many-parts'],
  'with a text of a megabyte': [part('status', 'x'.repeat(1 << 20)) + end, 'body-too-large'],
} as const

test('after a rejection the rest of the body may still arrive, or just end', async () => {
  const { promise: rejection, resolve } = Promise.withResolvers<void>()
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  async function* arrive() {
    yield Buffer.from(`--${boundary}\r\nContent-Disposition: x\r\n\r\n${'x'.repeat(99)}`)
    await rejection
    setImmediate(end)
  }
  const init = {
    method: 'PATCH',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: arrive() as never, // as Next passes Node's own request
    duplex: 'half', // which lib.dom doesn't know
  }
  const request = new Request('http://site.test/', init)
  await expect(readMultipart(request, await dir())).rejects.toMatchObject({
    code: 'malformed-multipart',
  })
  resolve()
  // An exception that nobody catches would fail this run.
  await ended
})

for (const [what, [body, code]] of Object.entries(rejected))
  test(`a body ${what} is rejected as ${code} and leaves no file`, async () => {
    const temporaryDir = await dir()
    await expect(readMultipart(patch(body), temporaryDir)).rejects.toMatchObject({ code })
    expect(await readdir(temporaryDir)).toEqual([])
  })

test.each(['multipart/form-data', `multipart/form-data; boundary=${'b'.repeat(71)}`])(
  'a content type without a usable boundary is refused: %s',
  async (type) => {
    const reading = readMultipart(patch('', type), await dir())
    await expect(reading).rejects.toMatchObject({ code: 'malformed-multipart' })
  },
)

test('a body that grows past the limit is refused at the limit and leaves no file', async () => {
  const temporaryDir = await dir()
  const chunk = Buffer.alloc(1 << 20, 'x')
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n`,
  )
  let sent = 0
  const body = new ReadableStream({
    pull(controller) {
      controller.enqueue(sent === 0 ? head : chunk)
      sent += 1
    },
  })
  const request = new Request('http://site.test/', {
    method: 'PATCH',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body,
    duplex: 'half',
  } as RequestInit)
  await expect(readMultipart(request, temporaryDir)).rejects.toMatchObject({
    code: 'body-too-large',
  })
  expect(sent).toBeLessThan(20)
  expect(await readdir(temporaryDir)).toEqual([])
})

test('a picture goes to a file byte by byte, whatever its name and type; unknown fields change nothing', async () => {
  const bytes = Buffer.from([0xff, 0xd8, 13, 10, 45, 45, 0, 255])
  const body = Buffer.concat([
    Buffer.from(part('foo', 'bar') + part('__proto__', 'x')),
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="image"; filename="../../x"\r\nContent-Type: image/svg+xml\r\n\r\n`,
    ),
    bytes,
    Buffer.from(`\r\n${end}epilogue`),
  ])
  const { fields, imagePath } = await readMultipart(patch(body), await dir())
  expect(await readFile(imagePath ?? '')).toEqual(bytes)
  expect(fields.size).toBe(0)
})

test('a status as a file part, as two versions of the original snapper sent it, is read as text', async () => {
  const body = part('status', 'Druckt Würfel', '; filename="status"') + end
  const { fields, imagePath } = await readMultipart(patch(body), await dir())
  expect([...fields]).toEqual([['status', 'Druckt Würfel']])
  expect(imagePath).toBeNull()
})

test.each([
  ['multipart/form-data; boundary=x', '--x--\r\n'],
  ['application/x-www-form-urlencoded', ''],
  ['application/x-www-form-urlencoded', 'foo=1'],
  ['application/json', '{"foo": 1}'],
])('a report that says nothing is refused: %s %s', async (type, body) => {
  const taking = withUpload(patch(body, type), await dir(), async () => 'taken')
  await expect(taking).rejects.toMatchObject({ code: 'empty-patch' })
})
