import { expect } from '@playwright/test'
import {
  expectNoChange,
  expectProblem,
  form,
  formType,
  json,
  multipart,
  part,
  patch,
  picturePart,
  type Sent,
  test,
} from './wire.ts'

/* Rows 23-42 and 73 of the list of bad inputs: field values. */

const typed = (type: string | string[], body = 'status=x'): Sent => ({
  headers: { 'content-type': type },
  body,
})
const encoded = (encoding: string): Sent => ({
  headers: { 'content-type': formType, 'content-encoding': encoding },
  body: 'status=x',
})
const inOneYears = (years: number) => new Date(Date.now() + years * 366 * 86_400_000).toISOString()
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xd9])

const refused: Record<string, [Sent, number | number[], string?]> = {
  '23 a status of 1 MB': [multipart(part('status', 'x'.repeat(1 << 20))), [413, 422]],
  '24 two pictures': [multipart(picturePart(jpeg), picturePart(jpeg)), 400, 'duplicate-field'],
  '24 two statuses': [multipart(part('status', 'a'), part('status', 'b')), 400, 'duplicate-field'],
  '24 two statuses in a form': [form('status=a&status=b'), 400, 'duplicate-field'],
  '25 a picture as text': [multipart(part('image', 'x')), 422, 'image-not-file'],
  '25 a picture in a form': [form('image=x'), 422, 'image-not-file'],
  '31 unknown fields only': [form('foo=1'), 400, 'empty-patch'],
  '33 no content type': [typed([]), 415, 'unsupported-media-type'],
  '33 text/plain': [typed('text/plain'), 415, 'unsupported-media-type'],
  '33 application/xml': [typed('application/xml'), 415, 'unsupported-media-type'],
  '33 multipart/mixed': [typed('multipart/mixed; boundary=x'), 415, 'unsupported-media-type'],
  '33 a raw JPEG': [typed('image/jpeg'), 415, 'unsupported-media-type'],
  '34 gzip': [encoded('gzip'), 415, 'content-encoding-unsupported'],
  '34 br': [encoded('br'), 415, 'content-encoding-unsupported'],
  '34 zstd': [encoded('zstd'), 415, 'content-encoding-unsupported'],
  '34 gzip, gzip': [encoded('gzip, gzip'), 415, 'content-encoding-unsupported'],
  '35 a syntax error': [json('{"status": "x"'), 400, 'malformed-json'],
  '35 a byte order mark': [json('\uFEFF{"status": "x"}'), 400, 'malformed-json'],
  '35 UTF-16': [json(Buffer.from('{"status": "x"}', 'utf16le')), 400, 'malformed-json'],
  '35 a trailing comma': [json('{"status": "x",}'), 400, 'malformed-json'],
  '35 NaN': [json('{"progress": NaN}'), 400, 'malformed-json'],
  '35 a key twice': [json('{"status": "a", "status": "b"}'), 400, 'malformed-json'],
  '35 nothing': [json(''), 400, 'malformed-json'],
  '35 null': [json('null'), 422, 'not-an-object'],
  '35 an array': [json('[]'), 422, 'not-an-object'],
  '35 a text': [json('"x"'), 422, 'not-an-object'],
  '36 a depth of 100,000': [json('['.repeat(30_000) + ']'.repeat(30_000)), 400, 'malformed-json'],
  '36 10 MB of braces': [json('{}'.repeat(5_000_000)), 413, 'body-too-large'],
  '37 a status that is a number': [json('{"status": 5}'), 422, 'invalid-fields'],
  '37 a status that is an object': [json('{"status": {}}'), 422, 'invalid-fields'],
  '37 a status that is null': [json('{"status": null}'), 422, 'invalid-fields'],
  '37 a status that is a list': [json('{"status": ["a"]}'), 422, 'invalid-fields'],
  '38 progress NaN': [form('progress=NaN'), 422, 'invalid-fields'],
  '38 progress Infinity': [form('progress=Infinity'), 422, 'invalid-fields'],
  '38 progress 1e400': [json('{"progress": 1e400}'), 422, 'invalid-fields'],
  '38 progress -1': [form('progress=-1'), 422, 'invalid-fields'],
  '38 progress 101': [form('progress=101'), 422, 'invalid-fields'],
  '38 progress as text in JSON': [json('{"progress": "5"}'), 422, 'invalid-fields'],
  '39 NUL': [form('status=a%00b'), 422, 'status-invalid-chars'],
  '39 a control character': [form('status=a%1Bb'), 422, 'status-invalid-chars'],
  '39 a C1 control character': [form('status=a%C2%85b'), 422, 'status-invalid-chars'],
  '39 a lone surrogate': [json('{"status": "\\ud800"}'), 422, 'status-invalid-chars'],
  '39 bytes that are not UTF-8': [form('status=%ff%fe'), 422, 'status-invalid-chars'],
  '39 such bytes in a part': [
    multipart(part('status', Buffer.from([0xff, 0xfe]))),
    422,
    'status-invalid-chars',
  ],
  '41 a status of 501 characters': [form(`status=${'x'.repeat(501)}`), 422, 'status-too-long'],
  '73 ten years ahead': [json(`{"status": "x", "captured_at": "${inOneYears(10)}"}`), 422],
  '73 month 13': [form('status=x&captured_at=2026-13-01'), 422, 'invalid-fields'],
  '73 no zone': [form('status=x&captured_at=2026-11-22T10:00:00'), 422, 'invalid-fields'],
}

for (const [what, [sent, status, code]] of Object.entries(refused))
  test(`row ${what} is rejected`, async ({ site, printer }) => {
    const answer = await expectNoChange(site, printer, () => patch(site, printer, sent))
    expectProblem(answer, status, code)
    if (answer.status === 415)
      expect(answer.headers['accept-patch']).toContain('multipart/form-data')
  })

test('every wrong field is reported at once, by JSON pointer', async ({ site, printer }) => {
  const sent = json(
    '{"progress": 200, "state": "melting", "temperatures": {"bed": {"actual": "hot"}}}',
  )
  const answer = await expectNoChange(site, printer, () => patch(site, printer, sent))
  const pointers = JSON.parse(answer.text).errors.map(({ pointer }: { pointer: string }) => pointer)
  expect(pointers.sort()).toEqual(['/progress', '/state', '/temperatures/bed/actual'])
})

const longest = '🖨'.repeat(500)
const taken: Record<string, [Sent, string]> = {
  '26 a status as a file part': [
    multipart(part('status', 'As a file', '; filename="status"')),
    'As a file',
  ],
  '31 an unknown field beside a known one': [form('foo=1&status=Known'), 'Known'],
  '40 markup and formulas': [
    json(JSON.stringify({ status: '<script>{{1}} =cmd' })),
    '<script>{{1}} =cmd',
  ],
  '40 bidirectional overrides': [json(JSON.stringify({ status: 'a\u202Eb\u2066c' })), 'abc'],
  '40 300 combining marks': [
    json(JSON.stringify({ status: `e${'\u0301'.repeat(300)}` })),
    `é${'\u0301'.repeat(299)}`,
  ],
  "41 the original snapper's 33 characters": [
    form('status=Failed+to+retrieve+printer+status'),
    'Failed to retrieve printer status',
  ],
  '41 500 characters': [json(JSON.stringify({ status: longest })), longest],
  '42 an empty status': [form('status='), ''],
}

for (const [what, [sent, status]] of Object.entries(taken))
  test(`row ${what} is taken`, async ({ site, printer }) => {
    const answer = await patch(site, printer, sent)
    expect(answer.status, answer.text).toBe(200)
    expect(JSON.parse(answer.text).status).toBe(status)
  })

test('row 32 read-only fields stay as they are', async ({ site, printer }) => {
  const before = await (await fetch(printer.api)).json()
  const body = `{"status": "Mine", "id": 99, "name": "Stolen", "last_updated": "2001-01-01T00:00:00Z",
    "send_enabled": false, "publishing": false, "__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}`
  const answer = await patch(site, printer, json(body))
  expect(answer.status).toBe(200)
  const after = JSON.parse(answer.text)
  expect(after).toMatchObject({
    id: before.id,
    name: before.name,
    publishing: true,
    status: 'Mine',
  })
  expect(after.last_updated).not.toContain('2001')
  expect(after).not.toHaveProperty('polluted')
})
