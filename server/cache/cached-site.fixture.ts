import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach } from 'vitest'
import { openHttpServer, sendRequest } from '../http-server.fixture.ts'

const servers: Awaited<ReturnType<typeof openHttpServer>>[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

export const path = '/api/3dprinter/1/'
export const cacheControl = 'public, max-age=0, s-maxage=30, must-revalidate'

/** A site whose one response says how often it was made. */
export async function openSite(
  given: {
    headers?: Record<string, string>
    status?: number
    body?: (request: IncomingMessage) => string | Buffer
    before?: (request: IncomingMessage) => Promise<unknown> | undefined
  } = {},
  options: Parameters<typeof openHttpServer>[1] = {},
) {
  const calls: IncomingMessage[] = []
  const handler = async (request: IncomingMessage, response: ServerResponse) => {
    calls.push(request)
    const count = calls.length
    await given.before?.(request)
    response.statusCode = given.status ?? 200
    response.setHeader('content-type', 'application/json; charset=utf-8')
    response.setHeader('cache-control', cacheControl)
    for (const [name, value] of Object.entries(given.headers ?? {})) response.setHeader(name, value)
    response.end(given.body?.(request) ?? JSON.stringify({ count }))
  }
  const server = await openHttpServer(handler, options)
  servers.push(server)
  const { port, cache } = server
  return {
    calls,
    cache,
    get: (at = path, headers: Record<string, string> = {}) => sendRequest(port, at, { headers }),
    head: (at = path) => sendRequest(port, at, { method: 'HEAD' }),
  }
}
