import { describe, expect, test } from 'vitest'
import { makeReport, upload } from './deliver.fixture.ts'
import { type Responder, sendJson, startStub } from './testing/stub-server.ts'

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
