import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** A small server elsewhere that says and does what a test wants it to. */
export interface RemoteServer {
  url: string
  /** What it was asked, in order: "/api/3dprinter/1/", "/snapshot.jpg (conditional)". */
  asked: string[]
  /** What it answers from now on, by path; all else is 404. */
  answers: Record<string, Handler>
  close(): Promise<void>
}

export async function startRemoteServer(): Promise<RemoteServer> {
  const asked: string[] = []
  const remote: Pick<RemoteServer, 'answers'> = { answers: {} }
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const isConditional =
      request.headers['if-none-match'] !== undefined ||
      request.headers['if-modified-since'] !== undefined
    asked.push(isConditional ? `${path} (conditional)` : path)
    const answer = remote.answers[path]
    if (answer === undefined) response.writeHead(404).end('nothing here')
    else answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // over TCP, so neither text nor null
  return Object.assign(remote, {
    url: `http://127.0.0.1:${port}`,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

export function sayJson(body: unknown, headers: Record<string, string> = {}): Handler {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

/** A file as nginx serves it: with its date, and 304 to who has it. */
export function sayFile(bytes: Buffer, modifiedAt: Date): Handler {
  return (request, response) => {
    const date = modifiedAt.toUTCString()
    if (request.headers['if-modified-since'] === date) response.writeHead(304).end()
    else response.writeHead(200, { 'content-type': 'image/jpeg', 'last-modified': date }).end(bytes)
  }
}
