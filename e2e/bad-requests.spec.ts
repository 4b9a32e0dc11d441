import { expect } from '@playwright/test'
import { addPrinter } from './site.ts'
import {
  boundary,
  expectNoChange,
  expectProblem,
  form,
  multipart,
  multipartEnd,
  multipartType,
  part,
  patch,
  type Sent,
  test,
} from './wire.ts'

/* Rows 1-20 of the list of bad inputs: credentials, paths and methods. */

const basic = (text: string | Buffer) => `Basic ${Buffer.from(text).toString('base64')}`
const status = form('status=Hello')
const withHeaders = (headers: Sent['headers']): Sent => ({
  ...status,
  headers: { ...status.headers, ...headers },
})

const strangers: Record<string, Sent['headers']> = {
  '2 a wrong password': { authorization: basic('snapper:wrong') },
  '2 an unknown user': { authorization: basic('nobody:hunter2') },
  '3 Basic !!!': { authorization: 'Basic !!!' },
  '3 Basic without a colon': { authorization: basic('snapper') },
  '3 Basic that is not UTF-8': { authorization: basic(Buffer.from([0xff, 0xfe, 0x3a, 0xff])) },
  '3 a user of 8 KB': { authorization: basic(`${'u'.repeat(8192)}:x`) },
  '3 an empty Basic': { authorization: 'Basic ' },
  '4 Bearer x': { authorization: 'Bearer x' },
}

for (const [what, headers] of Object.entries(strangers))
  test(`row ${what} is rejected with 401`, async ({ site, printer }) => {
    const answer = await expectNoChange(site, printer, () =>
      patch(site, printer, withHeaders(headers)),
    )
    expectProblem(answer, 401, 'unauthorized')
    expect(answer.headers['www-authenticate']).toContain('Basic realm')
  })

test('row 1 without credentials the body is not even waited for', async ({ site, printer }) => {
  const { authorization: _, ...rest } = { authorization: '', ...status.headers }
  const sent: Sent = { headers: { ...rest, authorization: [] }, contentLength: 5_000_000 }
  const answer = await expectNoChange(site, printer, () => patch(site, printer, sent))
  expectProblem(answer, 401, 'unauthorized')
  expect(answer.headers['www-authenticate']).toContain('charset="UTF-8"')
})

test('row 5 two Authorization headers are rejected', async ({ site, printer }) => {
  const good = `Bearer ${printer.token}`
  for (const authorization of [
    [good, 'Bearer x'],
    ['Bearer x', good],
  ]) {
    const send = () => patch(site, printer, withHeaders({ authorization }))
    expectProblem(await expectNoChange(site, printer, send), [400, 401])
  }
})

test('row 6 the 11th failure of an address makes 429, and a good token or another address is let in', async ({
  site,
  printer,
}) => {
  const from = { 'x-forwarded-for': '172.16.0.1' }
  const fail = () => patch(site, printer, withHeaders({ ...from, authorization: 'Bearer x' }))
  for (let failure = 0; failure < 10; failure += 1) expectProblem(await fail(), 401)
  const refused = await expectNoChange(site, printer, fail)
  expectProblem(refused, 429, 'too-many-requests')
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await patch(site, printer, withHeaders(from))).status).toBe(200)
  expect((await patch(site, printer, status)).status).toBe(200)
})

test("row 7 another printer's credentials are forbidden here", async ({ site, printer }) => {
  const other = await addPrinter(site, 'Other')
  const sent = { ...status, path: `/api/3dprinter/${other.id}/` }
  expectProblem(
    await expectNoChange(site, other, () => patch(site, printer, sent)),
    403,
    'forbidden',
  )
})

const nowhere = ['8 999999', '9 abc', '9 -1', '9 1e3', '9 00001', `9 ${2n ** 63n}`]
nowhere.push(
  `9 ${'1'.repeat(10_000)}`,
  '10 %00',
  '10 %2e%2e%2f',
  '10 1%2f',
  '10 %EF%BC%91',
  '10 1%00',
)
for (const row of nowhere)
  test(`row ${row.slice(0, 30)} is no printer: 404`, async ({ site, printer }) => {
    const path = `/api/3dprinter/${row.slice(row.indexOf(' ') + 1)}/`
    const answer = await expectNoChange(site, printer, () =>
      patch(site, printer, { ...status, path }),
    )
    expectProblem(answer, 404)
  })

test('row 11 a malformed percent is 400 in JSON', async ({ site, printer }) => {
  const sent = { ...status, path: '/api/3dprinter/%E0%A4%A/' }
  const answer = await expectNoChange(site, printer, () => patch(site, printer, sent))
  expectProblem(answer, 400, 'malformed-url')
})

test('row 12 the path works without its slash, and is never redirected', async ({
  site,
  printer,
}) => {
  const { id } = printer
  const at = (path: string) => patch(site, printer, { ...status, path })
  expect((await at(`/api/3dprinter/${id}`)).status).toBe(200)
  for (const path of [`//api/3dprinter/${id}/`, `/api//3dprinter/${id}/`])
    expectProblem(await at(path), 404)
  expectProblem(await at(`/API/3dprinter/${id}/`), [404, 405])
})

for (const method of ['POST', 'PUT', 'DELETE'])
  test(`row 13 ${method} is 405 and says what is allowed`, async ({ site, printer }) => {
    const sent = { ...withHeaders({ 'x-http-method-override': 'PATCH' }), method }
    const answer = await expectNoChange(site, printer, () => patch(site, printer, sent))
    expectProblem(answer, 405, 'method-not-allowed')
    for (const allowed of ['GET', 'HEAD', 'OPTIONS', 'PATCH'])
      expect(answer.headers.allow).toContain(allowed)
  })

for (const method of ['TRACE', 'FOO', 'CONNECT'])
  test(`row 14 ${method} is rejected, never a 500`, async ({ site, printer }) => {
    const answer = await expectNoChange(site, printer, () =>
      patch(site, printer, { ...status, method }),
    )
    expect([0, 400, 405, 501]).toContain(answer.status)
  })

const empties: Record<string, Sent> = {
  'an empty form': form(''),
  'no type and no body': { headers: { 'content-type': [] } },
  'a multipart without parts': multipart(),
  'what is left after a 301 (row 16)': form(''),
}
for (const [what, sent] of Object.entries(empties))
  test(`row 15 ${what} says nothing`, async ({ site, printer }) => {
    const answer = await expectNoChange(site, printer, () => patch(site, printer, sent))
    expectProblem(answer, what.startsWith('no type') ? [400, 415] : 400)
    if (!what.startsWith('no type')) expectProblem(answer, 400, 'empty-patch')
  })

const whole = part('status', 'x').toString()
const broken: Record<string, Sent> = {
  '17 without a boundary': { headers: { 'content-type': 'multipart/form-data' }, body: whole },
  '17 with another boundary': {
    headers: { 'content-type': 'multipart/form-data; boundary=other' },
    body: whole + multipartEnd,
  },
  '17 with a boundary of 71 characters': {
    headers: { 'content-type': `multipart/form-data; boundary=${'b'.repeat(71)}` },
    body: `--${'b'.repeat(71)}\r\nContent-Disposition: form-data; name="status"\r\n\r\nx\r\n--${'b'.repeat(71)}--\r\n`,
  },
  '18 cut before its last boundary': { headers: { 'content-type': multipartType }, body: whole },
  '19 with LF line ends': {
    headers: { 'content-type': multipartType },
    body: (whole + multipartEnd).replaceAll('\r\n', '\n'),
  },
  '20 with a part without Content-Disposition': multipart(`--${boundary}\r\nX-Y: z\r\n\r\nx\r\n`),
  '20 with a part without a name': multipart(
    `--${boundary}\r\nContent-Disposition: form-data\r\n\r\nx\r\n`,
  ),
  '20 with an empty name': multipart(part('', 'x')),
}
for (const [what, sent] of Object.entries(broken))
  test(`row ${what}, a multipart is malformed`, async ({ site, printer }) => {
    const answer = await expectNoChange(site, printer, () => patch(site, printer, sent))
    expectProblem(answer, 400, 'malformed-multipart')
  })

test('row 18 an upload that is cut off leaves nothing behind', async ({ site, printer }) => {
  const { body = '' } = multipart(part('image', 'x'.repeat(100_000), '; filename="a"'))
  const sent: Sent = {
    headers: { 'content-type': multipartType },
    body: body.slice(0, 50_000),
    contentLength: body.length,
    end: true,
  }
  const answer = await expectNoChange(site, printer, () => patch(site, printer, sent))
  expect([0, 400]).toContain(answer.status)
})
