import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** A small HTTP server whose handlers a test chooses. */
export interface RemoteServer {
  url: string
  /** Its requests so far, in order: "/api/3dprinter/1/", "/snapshot.jpg (conditional)". */
  requests: string[]
  /** By path; every other path is 404. */
  handlers: Record<string, Handler>
  close(): Promise<void>
}

export async function startRemoteServer(): Promise<RemoteServer> {
  const requests: string[] = []
  const remote: Pick<RemoteServer, 'handlers'> = { handlers: {} }
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const isConditional =
      request.headers['if-none-match'] !== undefined ||
      request.headers['if-modified-since'] !== undefined
    requests.push(isConditional ? `${path} (conditional)` : path)
    const handler = remote.handlers[path]
    if (handler === undefined) response.writeHead(404).end('not found')
    else handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // over TCP, so neither text nor null
  return Object.assign(remote, {
    url: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

export function serveJson(body: unknown, headers: Record<string, string> = {}): Handler {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

/** A file as nginx serves it: with Last-Modified, and 304 for a matching If-Modified-Since. */
export function serveFile(bytes: Buffer, modifiedAt: Date): Handler {
  return (request, response) => {
    const date = modifiedAt.toUTCString()
    if (request.headers['if-modified-since'] === date) response.writeHead(304).end()
    else response.writeHead(200, { 'content-type': 'image/jpeg', 'last-modified': date }).end(bytes)
  }
}
