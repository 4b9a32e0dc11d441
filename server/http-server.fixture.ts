import { once } from 'node:events'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { pino } from 'pino'
import { createHttpServer, type HttpServerOptions } from './http-server.ts'

/** A front door on a port of its own, with a plain handler where Next would be. */
export async function openHttpServer(
  handler: (request: IncomingMessage, response: ServerResponse) => unknown,
  options: Partial<HttpServerOptions> = {},
) {
  const lines: string[] = []
  const door = createHttpServer({
    handler,
    siteUrl: 'http://localhost:3000',
    trustedProxies: 0,
    hasPublicCache: true,
    log: pino({ base: null }, { write: (line) => void lines.push(line) }),
    ...options,
  })
  door.server.listen(0, '127.0.0.1')
  await once(door.server, 'listening')
  const { port } = door.server.address() as AddressInfo
  return {
    ...door,
    port,
    lines,
    async close() {
      door.server.close()
      door.server.closeAllConnections()
    },
  }
}

export interface Received {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
  text: string
}

/** One request by Node's client, on a connection of its own. */
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

/** Bytes as they are, for what no client would send. */
export async function openSocket(port: number): Promise<Socket & { received: string }> {
  const socket = Object.assign(connect(port, '127.0.0.1'), { received: '' })
  socket.setNoDelay()
  socket.on('error', () => undefined) // a reset is one of the answers
  socket.on('data', (chunk) => {
    socket.received += chunk.toString('latin1')
  })
  await once(socket, 'connect')
  return socket
}

/** Sends bytes and gives all that came back when the other side has closed. */
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
