import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Received {
  method: string
  /** Path and query. */
  path: string
  headers: IncomingMessage['headers']
  body: Buffer
}

export type Responder = (received: Received, response: ServerResponse) => void

/** A real server on loopback that responds as given and records its requests; closed when the test ends. */
export async function startStub(respond: Responder): Promise<{ url: URL; received: Received[] }> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk)
    } catch {
      return // the client disconnected, as some tests do
    }
    const { method = '', url: path = '', headers } = request
    const entry = { method, path, headers, body: Buffer.concat(chunks) }
    received.push(entry)
    respond(entry, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo // it listens on a port, not on a socket file
  return { url: new URL(`http://127.0.0.1:${port}/`), received }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

/** An error as only the site sends it. */
export function sendProblem(
  response: ServerResponse,
  code: string,
  status: number,
  detail: string,
): void {
  const body = { type: `/problems/${code}`, title: 'An error', status, detail }
  response.writeHead(status, { 'Content-Type': 'application/problem+json; charset=utf-8' })
  response.end(JSON.stringify(body))
}

/** A URL where nothing listens. */
export async function findDeadUrl(): Promise<URL> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // as above
  await new Promise((resolve) => server.close(resolve))
  return new URL(`http://127.0.0.1:${port}/`)
}
