import { describe, expect, test } from 'vitest'
import { answerInTurn, makeReport, upload } from './deliver.fixture.ts'
import { parseReport } from './testing/multipart.ts'
import { findDeadUrl, sendJson, startStub } from './testing/stub-server.ts'

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

test('a clock that differs a lot from the site’s is reported', async () => {
  const report = await makeReport()
  const site = await startStub((_received, response) => {
    response.setHeader('Date', new Date(Date.now() + 3 * 3_600_000).toUTCString())
    sendJson(response, 200, { sha256: report.sha256 })
  })
  const { logged } = await upload(site.url, report)
  expect(logged).toEqual([expect.stringMatching(/clock differs.*"ahead_seconds":-(10799|10800)/)])
})
