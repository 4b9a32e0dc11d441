import { once } from 'node:events'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { pino } from 'pino'
import { createHttpServer, type HttpServerOptions } from './http-server.ts'

/** The HTTP server on a free port, with a plain handler in Next's place. */
export async function openHttpServer(
  handler: (request: IncomingMessage, response: ServerResponse) => unknown,
  options: Partial<HttpServerOptions> = {},
) {
  const lines: string[] = []
  const httpServer = createHttpServer({
    handler,
    siteUrl: 'http://localhost:3000',
    trustedProxies: 0,
    hasPublicCache: true,
    log: pino({ base: null }, { write: (line) => void lines.push(line) }),
    ...options,
  })
  httpServer.server.listen(0, '127.0.0.1')
  await once(httpServer.server, 'listening')
  const { port } = httpServer.server.address() as AddressInfo
  return {
    ...httpServer,
    port,
    lines,
    async close() {
      httpServer.server.close()
      httpServer.server.closeAllConnections()
    },
  }
}

export interface Received {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
  text: string
}

/** One request of Node's client, on its own connection. */
export async function sendRequest(
  port: number,
  path: string,
  given: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Received> {
  const { method = 'GET', headers = {}, body } = given
  const sent = request({ port, host: '127.0.0.1', path, method, headers, agent: false })
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const whole = Buffer.concat(chunks)
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: whole,
    text: whole.toString(),
  }
}

/** What a client gets of a route's response. */
export async function respond(
  headers: Record<string, string>,
  given: { path?: string; body?: string; siteUrl?: string; status?: number } = {},
): Promise<Received> {
  const { path = '/', body = 'x', siteUrl, status = 200 } = given
  const server = await openHttpServer(
    (_, response) => response.writeHead(status, headers).end(body),
    siteUrl === undefined ? {} : { siteUrl },
  )
  const received = await sendRequest(server.port, path)
  await server.close()
  return received
}

/** A raw connection, for bytes that no client would send. */
export async function openSocket(port: number): Promise<Socket & { received: string }> {
  const socket = Object.assign(connect(port, '127.0.0.1'), { received: '' })
  socket.setNoDelay()
  socket.on('error', () => undefined) // a reset is a valid response
  socket.on('data', (chunk) => {
    socket.received += chunk.toString('latin1')
  })
  await once(socket, 'connect')
  return socket
}

/** Sends bytes and returns everything received until the server closes the connection. */
export async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = await openSocket(port)
  socket.write(bytes, 'latin1')
  if (!socket.closed) await once(socket, 'close')
  return socket.received
}

export function parseProblem(received: string): { status: number; type: string; title: string } {
  const start = received.indexOf('{')
  return JSON.parse(received.slice(start))
}
