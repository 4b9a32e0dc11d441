import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { openHttpServer, sendRequest } from '../http-server.fixture.ts'

const servers: Awaited<ReturnType<typeof openHttpServer>>[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

const shell = '<!DOCTYPE html><html id="__next_error__"><head></head><body></body></html>'

/** A site whose every page fails, and whose error page is `designed`; `null`: it fails, too. */
async function openBrokenSite(designed: string | null) {
  const server = await openHttpServer((request: IncomingMessage, response: ServerResponse) => {
    const kind = request.headers['x-error-page']
    const isPage = kind !== undefined && designed !== null
    if (request.url === '/throws') throw new Error('broken')
    response.writeHead(isPage ? 200 : 500, { 'content-type': 'text/html; charset=utf-8' })
    response.end(isPage ? `${designed} ${kind}` : shell)
  })
  servers.push(server)
  const get = (path: string, headers: Record<string, string> = { accept: 'text/html' }) =>
    sendRequest(server.port, path, { headers })
  return { get, load: server.errorPages.load }
}

test('a page that fails is replaced by the designed one, with its status and a strict policy', async () => {
  const site = await openBrokenSite('<h1>Designed</h1>')
  await site.load()
  for (const [path, accept] of [
    ['/any', '*/*'],
    ['/throws', 'text/html'],
  ] as const)
    for (const cookie of ['', 'a=b']) {
      const { status, text, headers } = await site.get(path, { accept, ...(cookie && { cookie }) })
      expect([path, status, text]).toEqual([path, 500, '<h1>Designed</h1> broken'])
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['content-security-policy']).toContain("script-src 'self';")
      expect(headers['content-security-policy']).not.toMatch(/sha256|unsafe/)
    }
})

test('until it is rendered, and if it fails itself, a plain page says the same and leads on', async () => {
  const site = await openBrokenSite(null)
  await site.load()
  const { status, text, headers } = await site.get('/any')
  expect(status).toBe(500)
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  expect(text).toContain('<h1>Something went wrong</h1>')
  expect([...text.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
    '',
    '/',
    '/blog',
    '/printer',
  ])
  expect(text).not.toContain('style')
})

test('a link that can’t be one of this site’s gets a page; a program gets a problem document', async () => {
  const site = await openBrokenSite('<h1>Designed</h1>')
  await site.load()
  for (const [path, status] of [
    ['/%e0', 400],
    ['//nowhere', 404],
    ['/.env', 404],
  ] as const) {
    const page = await site.get(path)
    expect([page.status, page.text]).toEqual([status, '<h1>Designed</h1> missing'])
    const problem = await site.get(path, {})
    expect([problem.status, JSON.parse(problem.text).status]).toEqual([status, status])
  }
  expect((await site.get('/api/%e0')).headers['content-type']).toContain('problem+json')
})

test('no client can ask for the error page', async () => {
  const site = await openBrokenSite('<h1>Designed</h1>')
  const headers = { accept: 'text/html', 'x-error-page': 'broken', cookie: 'a=b' }
  expect((await site.get('/site-error', headers)).text).not.toContain('Designed')
})
