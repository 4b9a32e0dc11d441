import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { deliver } from './deliver.ts'
import type { Log } from './log.ts'
import { toQueuedReport } from './queued-report.ts'
import type { Report } from './report.ts'
import { openMemoryOutbox } from './spool/outbox.ts'
import { parseReport } from './testing/multipart.ts'
import { makeJpeg } from './testing/pictures.ts'
import { findDeadUrl, type Responder, sendJson, startStub } from './testing/stub-server.ts'
import { createTokenBucket } from './token-bucket.ts'
import type { SiteCredentials } from './upload.ts'
import { createUploader } from './uploader.ts'

const basic: SiteCredentials = { kind: 'basic', user: 'snapper', password: 'hünter:2' }
const capturedAt = new Date('2026-11-22T14:30:00Z')

async function makeReport(): Promise<Report & { sha256: string }> {
  const jpeg = await makeJpeg()
  return {
    reading: null,
    picture: { jpeg, capturedAt },
    missing: null,
    intervalSeconds: 600,
    sha256: createHash('sha256').update(jpeg).digest('hex'),
  }
}

/** Uploads with a fake clock: the delays between attempts are recorded instead of waited for. */
async function upload(
  endpoint: URL,
  report: Report,
  options: { credentials?: SiteCredentials; deadlineMs?: number } = {},
) {
  const { credentials = basic, deadlineMs = 90_000 } = options
  const waits: number[] = []
  const logged: string[] = []
  const timing = {
    random: () => 0.5,
    now: Date.now,
    monotonic: () => 0,
    sleep: async (ms: number) => {
      waits.push(ms)
    },
  }
  const log: Log = (_level, message, fields) => {
    if (message.includes('clock')) logged.push(`${message} ${JSON.stringify(fields)}`)
  }
  const outbox = openMemoryOutbox(log)
  const bucket = createTokenBucket(null, null, Date.now)
  const entry = outbox.put(toQueuedReport(report, 0))
  const result = await deliver(entry, {
    uploader: createUploader({ endpoint, credentials }, { outbox, bucket, log }),
    bucket,
    timing,
    log,
    deadline: AbortSignal.timeout(deadlineMs),
    endsAtMs: deadlineMs,
    stop: new AbortController().signal,
  })
  return { result, waits, logged }
}

/** Responds with one status after the other, then successfully. */
function answerInTurn(sha256: string, ...statuses: [number, Record<string, string>?][]): Responder {
  const rest = [...statuses]
  return (_received, response) => {
    const [status, headers] = rest.shift() ?? [200]
    if (status === 200) return sendJson(response, 200, { id: 1, sha256 })
    response.writeHead(status, { 'Content-Type': 'application/problem+json', ...headers })
    const type = '/problems/some-code'
    response.end(JSON.stringify({ type, title: 'An error', status, detail: `said ${status}` }))
  }
}

test('one PATCH with user and password, and the response’s sha256 matches the picture', async () => {
  const report = await makeReport()
  const site = await startStub(answerInTurn(report.sha256))
  const { result } = await upload(new URL('api/3dprinter/1/', site.url), report)
  expect(result).toEqual({ kind: 'delivered', detail: null })
  expect(site.received).toHaveLength(1)
  const [request] = site.received
  expect(request?.method).toBe('PATCH')
  expect(request?.path).toBe('/api/3dprinter/1/')
  const authorization = request?.headers.authorization?.replace('Basic ', '') ?? ''
  expect(Buffer.from(authorization, 'base64').toString()).toBe('snapper:hünter:2')
  const received = await parseReport(request ?? { headers: {}, body: Buffer.alloc(0) })
  expect(received.image).toEqual(report.picture?.jpeg)
})

test('a token is sent as Bearer', async () => {
  const report = await makeReport()
  const site = await startStub(answerInTurn(report.sha256))
  await upload(site.url, report, { credentials: { kind: 'bearer', token: 'tok' } })
  expect(site.received[0]?.headers.authorization).toBe('Bearer tok')
})

describe('temporary failures are retried, three attempts in total', () => {
  test.each([500, 502, 503, 507, 408, 425, 429])('%d, then success', async (status) => {
    const report = await makeReport()
    const site = await startStub(answerInTurn(report.sha256, [status], [status]))
    const { result, waits } = await upload(site.url, report)
    expect(result.kind).toBe('delivered')
    // Full jitter: a random part of 2 s, then of 4 s.
    expect(waits).toEqual([1000, 2000])
    const reports = await Promise.all(site.received.map(parseReport))
    expect(reports).toHaveLength(3)
    for (const { fields, image } of reports) {
      expect(image).toEqual(report.picture?.jpeg)
      expect(fields.captured_at).toBe('2026-11-22T14:30:00.000Z')
    }
  })

  test('then it gives up and reports the reason', async () => {
    const report = await makeReport()
    const site = await startStub(answerInTurn(report.sha256, [503], [503], [503], [503]))
    const { result } = await upload(site.url, report)
    expect(result).toMatchObject({ kind: 'retryable', detail: 'HTTP 503: said 503' })
    expect(site.received).toHaveLength(3)
  })

  test('a connection that is reset during the upload', async () => {
    const report = await makeReport()
    let requests = 0
    const site = await startStub((received, response) => {
      requests += 1
      if (requests === 1) response.socket?.resetAndDestroy()
      else answerInTurn(report.sha256)(received, response)
    })
    const { result, waits } = await upload(site.url, report)
    expect(result.kind).toBe('delivered')
    expect(waits).toHaveLength(1)
  })

  test('a site that can’t be reached', async () => {
    const { result, waits } = await upload(await findDeadUrl(), await makeReport())
    expect(result).toMatchObject({ kind: 'retryable', detail: 'ECONNREFUSED' })
    expect(waits).toHaveLength(2)
  })

  test('a site that accepts everything and never responds, until the deadline', async () => {
    const site = await startStub(() => {})
    const { result } = await upload(site.url, await makeReport(), { deadlineMs: 1500 })
    expect(result).toMatchObject({ kind: 'retryable', detail: 'no complete response in time' })
    expect(site.received).toHaveLength(1)
  })
})

describe('Retry-After is respected', () => {
  test('in seconds', async () => {
    const report = await makeReport()
    const site = await startStub(answerInTurn(report.sha256, [429, { 'Retry-After': '7' }]))
    expect((await upload(site.url, report)).waits).toEqual([7000])
  })

  test('as a date', async () => {
    const report = await makeReport()
    const at = new Date(Date.now() + 20_000).toUTCString()
    const site = await startStub(answerInTurn(report.sha256, [503, { 'Retry-After': at }]))
    const [wait = 0] = (await upload(site.url, report)).waits
    expect(wait).toBeGreaterThan(15_000)
    expect(wait).toBeLessThanOrEqual(20_000)
  })

  test('no further attempt if it exceeds our deadline', async () => {
    const report = await makeReport()
    const site = await startStub(answerInTurn(report.sha256, [429, { 'Retry-After': '3600' }]))
    const { result, waits } = await upload(site.url, report)
    expect(result.kind).toBe('retryable')
    expect(waits).toEqual([])
    expect(site.received).toHaveLength(1)
  })
})

describe('a rejection is not retried', () => {
  test.each([400, 411, 413, 415, 422])('%d concerns this report', async (status) => {
    const report = await makeReport()
    const site = await startStub(answerInTurn(report.sha256, [status]))
    const { result } = await upload(site.url, report)
    expect(result).toMatchObject({
      kind: 'rejected',
      status,
      detail: `HTTP ${status}: said ${status}`,
    })
    expect(site.received).toHaveLength(1)
  })

  test.each([
    [401, 'SNAPPER_PASSWORD'],
    [403, 'different printer'],
    [404, 'PRINTER_ENDPOINT'],
    [405, 'PRINTER_ENDPOINT'],
  ])('%d needs a configuration change, and says which', async (status, advice) => {
    const report = await makeReport()
    const site = await startStub(answerInTurn(report.sha256, [status]))
    const { result } = await upload(site.url, report)
    expect(result).toMatchObject({
      kind: 'misconfigured',
      detail: expect.stringContaining(advice),
    })
    expect(site.received).toHaveLength(1)
  })
})

describe('only the site’s own problem document is final', () => {
  const page =
    (status: number, headers: Record<string, string>, body: string): Responder =>
    (_received, response) =>
      response.writeHead(status, headers).end(body)
  const html = { 'Content-Type': 'text/html', Server: 'nginx/1.29' }
  const json = { 'Content-Type': 'application/json' }
  const problem = { 'Content-Type': 'application/problem+json' }
  const redirect = { Location: 'https://user:pw@www.example.org/login?token=s3cret' }

  test.each<[string, Responder, string]>([
    ...[400, 401, 403, 404, 405, 406, 410, 411, 418, 421, 422, 429, 431, 451, 500, 502, 524].map(
      (status): [string, Responder, string] => [
        `HTTP ${status} of a proxy`,
        page(status, html, `<html><title>${status} Oh\n no</title>`),
        `HTTP ${status} from nginx/1.29 ("${status} Oh no"), not from the site`,
      ],
    ),
    ...[301, 302, 303, 307, 308].map((status): [string, Responder, string] => [
      `redirect ${status}, never followed`,
      page(status, redirect, ''),
      `HTTP ${status}, not from the site: it redirects to https://www.example.org/login; set PRINTER_ENDPOINT to the final address`,
    ]),
    [
      'Traefik without the site',
      page(404, { 'Content-Type': 'text/plain' }, '404 page not found\n'),
      'HTTP 404 ("404 page not found"), not from the site',
    ],
    [
      'a gateway’s JSON',
      page(401, json, '{"message":"no API key found in request"}'),
      'HTTP 401 ("no API key found in request"), not from the site',
    ],
    [
      'another API’s problem document',
      page(403, problem, '{"type":"about:blank","status":403,"title":"Forbidden"}'),
      'HTTP 403 ("Forbidden"), not from the site',
    ],
    [
      'a problem document with another status than the response',
      page(404, problem, '{"type":"/problems/unauthorized","status":401}'),
      'HTTP 404, not from the site',
    ],
    ['an empty 200', page(200, json, ''), 'HTTP 200, not from the site'],
    ['an empty 204', page(204, {}, ''), 'HTTP 204, not from the site'],
    [
      'a captive portal',
      page(200, html, '<title>Welcome</title>'),
      'HTTP 200 from nginx/1.29 ("Welcome"), not from the site',
    ],
  ])(
    '%s passes: it is retried, and the log says what responded',
    async (_case, respond, detail) => {
      const site = await startStub(respond)
      const { result } = await upload(site.url, await makeReport())
      expect(result).toMatchObject({ kind: 'retryable', detail })
      expect(site.received).toHaveLength(3)
    },
  )

  test.each([{}, { status: 'ok' }, { id: 7, publishing: true }, { id: 1, title: 'delectus' }])(
    'a report without a picture isn’t delivered by a 200 with %j',
    async (body) => {
      const site = await startStub((_received, response) => sendJson(response, 200, body))
      const report = { ...(await makeReport()), picture: null }
      const { result } = await upload(new URL('api/3dprinter/1/', site.url), report)
      expect(result).toMatchObject({ kind: 'retryable' })
    },
  )

  test('but by one with the members of the original API', async () => {
    const printer = {
      id: 1,
      name: 'x',
      status: '',
      progress: null,
      image: null,
      last_updated: null,
    }
    const site = await startStub((_received, response) => sendJson(response, 200, printer))
    const report = { ...(await makeReport()), picture: null }
    const { result } = await upload(new URL('api/3dprinter/1/', site.url), report)
    expect(result).toEqual({ kind: 'delivered', detail: null })
  })
})

describe('a 200 that proves nothing doesn’t count as success', () => {
  test.each([
    ['the page of a captive portal', '<h1>Welcome</h1>'],
    ['another sha256', JSON.stringify({ sha256: '0'.repeat(64) })],
    ['no sha256', JSON.stringify({ id: 1 })],
    ['a list', '[]'],
  ])('%s', async (_case, body) => {
    const site = await startStub((_received, response) => response.end(body))
    const { result } = await upload(site.url, await makeReport())
    expect(result.kind).toBe('retryable')
    expect(site.received).toHaveLength(3)
  })

  test('but a site whose publishing is paused may store no picture', async () => {
    const site = await startStub((_received, response) =>
      sendJson(response, 200, { publishing: false }),
    )
    expect((await upload(site.url, await makeReport())).result).toMatchObject({
      kind: 'delivered',
      detail: expect.stringContaining('publishing is paused'),
    })
  })
})

test('a clock that differs a lot from the site’s is reported', async () => {
  const report = await makeReport()
  const site = await startStub((_received, response) => {
    response.setHeader('Date', new Date(Date.now() + 3 * 3_600_000).toUTCString())
    sendJson(response, 200, { sha256: report.sha256 })
  })
  const { logged } = await upload(site.url, report)
  expect(logged).toEqual([expect.stringMatching(/clock differs.*"ahead_seconds":-(10799|10800)/)])
})
