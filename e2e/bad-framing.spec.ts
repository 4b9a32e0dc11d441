import { expect } from '@playwright/test'
import { sendRaw } from './raw-http.ts'
import {
  expectNoChange,
  expectProblem,
  form,
  formType,
  multipart,
  multipartType,
  part,
  patch,
  picturePart,
  type Sent,
  test,
} from './wire.ts'

/* Rows 65-69 of the list of bad inputs: sizes, chunks and header lines. */

const tenMebibytes = 10 * 1024 * 1024

test('row 65 a picture over 10 MiB is rejected, before it is read if its length is declared', async ({
  site,
  printer,
}) => {
  const declared: Sent = {
    headers: { 'content-type': multipartType },
    contentLength: tenMebibytes + 100_000,
  }
  const early = await expectNoChange(site, printer, () => patch(site, printer, declared))
  expectProblem(early, 413, 'body-too-large')
  expect(early.headers.connection).toBe('close')
  const sent = multipart(picturePart(Buffer.alloc(tenMebibytes + 1)))
  const late = await expectNoChange(site, printer, () => patch(site, printer, sent))
  expectProblem(late, 413, 'body-too-large')
})

test('row 65 10 MiB are read to their end', async ({ site, printer }) => {
  const sent = multipart(picturePart(Buffer.alloc(tenMebibytes)))
  const answer = await expectNoChange(site, printer, () => patch(site, printer, sent))
  expectProblem(answer, 422, 'image-unsupported-format')
})

test('row 66 a body without a length is rejected when it exceeds the limit', async ({
  site,
  printer,
}) => {
  const start = part('image', '', '; filename="a"').subarray(0, -2)
  const bytes = Buffer.concat([start, Buffer.alloc(tenMebibytes + 200_000)])
  const chunked = Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    bytes,
    Buffer.from('\r\n0\r\n\r\n'),
  ])
  const sent: Sent = {
    headers: { 'content-type': multipartType, 'transfer-encoding': 'chunked' },
    body: chunked,
    contentLength: null,
  }
  const answer = await expectNoChange(site, printer, () => patch(site, printer, sent))
  expectProblem(answer, 413, 'body-too-large')
})

test('row 67 a body that ends before its length leaves nothing behind', async ({
  site,
  printer,
}) => {
  const sent: Sent = { ...form('status=x'), contentLength: 100, end: true }
  const answer = await expectNoChange(site, printer, () => patch(site, printer, sent))
  expect([0, 400]).toContain(answer.status)
})

const twice: Record<string, [string, number[]]> = {
  'Content-Length and Transfer-Encoding': [
    'Content-Length: 8\r\nTransfer-Encoding: chunked',
    [400],
  ],
  'two Content-Lengths': ['Content-Length: 8\r\nContent-Length: 9', [400]],
  'chunked, identity': ['Transfer-Encoding: chunked, identity', [400]],
  'a negative Content-Length': ['Content-Length: -1', [400]],
  'a huge Content-Length': ['Content-Length: 99999999999999999999', [400, 413]],
  'a bare LF': ['Content-Length: 8\nX: y', [400]],
  'a folded line': ['Content-Length: 8\r\n folded', [400]],
  NUL: ['Content-Length: 8\r\nX: a\0b', [400]],
  'a space before the colon': ['Content-Length : 8', [400]],
}
for (const [what, [lines, statuses]] of Object.entries(twice))
  test(`row 68 ${what} is no request`, async ({ site, printer }) => {
    const head = `PATCH /api/3dprinter/${printer.id}/ HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${printer.token}\r\nContent-Type: ${formType}\r\n${lines}\r\n\r\nstatus=x`
    const answer = await expectNoChange(site, printer, () =>
      sendRaw(site.port, Buffer.from(head, 'latin1'), true),
    )
    expect(statuses).toContain(answer.status)
  })

test('row 69 17 KB of headers are too many', async ({ site, printer }) => {
  const sent = { ...form('status=x') }
  sent.headers = { ...sent.headers, 'x-long': 'x'.repeat(17 * 1024) }
  expect((await expectNoChange(site, printer, () => patch(site, printer, sent))).status).toBe(431)
})

test('row 69 2,000 headers do no harm', async ({ site, printer }) => {
  const many = Array.from({ length: 2000 }, () => 'y')
  const sent: Sent = { ...form('status=x'), headers: { 'content-type': formType, x: many } }
  expect([200, 400, 431]).toContain((await patch(site, printer, sent)).status)
})

const inside = [
  '__proto__',
  'x-middleware-subrequest',
  'next-resume',
  'rsc',
  'next-action',
  'x-nextjs-data',
]
for (const name of inside)
  test(`row 69 the header ${name} grants nothing`, async ({ site, printer }) => {
    const headers = { 'content-type': formType, [name]: '1' }
    const stranger = { ...form('status=x'), headers: { ...headers, authorization: [] } }
    const refused = await expectNoChange(site, printer, () => patch(site, printer, stranger))
    expectProblem(refused, 401)
    expect((await patch(site, printer, { ...form('status=x'), headers })).status).toBe(200)
  })
