import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'
import type { Responder } from './stub-server.ts'

/** The server's side of one WebSocket. */
export interface PushConnection {
  path: string
  headers: Record<string, string | string[] | undefined>
  /** The texts that the client has sent. */
  texts: string[]
  send(text: string): void
  /** Sends bytes as they are. */
  write(bytes: Buffer): void
  /** Ends without a word. */
  drop(): void
  /** Answers no more pings. */
  freeze(): void
  /** Reads nothing more. */
  pause(): void
}

export interface PushServer {
  url: URL
  /** Oldest first. */
  connections: PushConnection[]
}

/** A real server on loopback that accepts WebSockets, which the test can break, and responds to other requests. */
export async function startPushServer(
  respond: Responder,
  {
    onText,
    tls,
  }: {
    onText?(connection: PushConnection, text: string): void
    tls?: { key: Buffer; cert: Buffer }
  } = {},
): Promise<PushServer> {
  const connections: PushConnection[] = []
  const server = tls ? createTlsServer(tls) : createServer()
  server.on('request', async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url: path = '', headers } = request
    respond({ method, path, headers, body: Buffer.concat(chunks) }, response)
  })
  server.on('upgrade', (request, socket: Duplex) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const accept = createHash('sha1').update(key).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    let isFrozen = false
    const connection: PushConnection = {
      path: request.url ?? '',
      headers: request.headers,
      texts: [],
      send: (text) => void socket.write(renderServerFrame(1, Buffer.from(text))),
      write: (bytes) => void socket.write(bytes),
      drop: () => void socket.destroy(),
      freeze() {
        isFrozen = true
      },
      pause: () => void socket.pause(),
    }
    connections.push(connection)
    let bytes: Buffer = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      for (let frame = unmask(bytes); frame !== null; frame = unmask(bytes)) {
        bytes = bytes.subarray(frame.end)
        const { opcode, payload } = frame
        if (opcode === 9 && !isFrozen) socket.write(renderServerFrame(10, payload))
        if (opcode !== 1) continue
        connection.texts.push(payload.toString())
        onText?.(connection, payload.toString())
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
    for (const connection of connections) connection.drop()
  })
  const { port } = server.address() as AddressInfo // it listens on a port
  return { url: new URL(`${tls ? 'https' : 'http'}://127.0.0.1:${port}/`), connections }
}

export function renderServerFrame(opcode: number, payload: Buffer, isLast = true): Buffer {
  const { length } = payload
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = (isLast ? 128 : 0) | opcode
  head[1] = length < 126 ? length : length < 65_536 ? 126 : 127
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}

/** The first of a client's frames, which are short here; `null` if it is incomplete. */
function unmask(bytes: Buffer) {
  const size = (bytes[1] ?? 0) & 127
  const start = size === 126 ? 8 : 6
  if (bytes.length < start) return null
  const end = start + (size === 126 ? bytes.readUInt16BE(2) : size)
  if (bytes.length < end) return null
  const mask = bytes.subarray(start - 4, start)
  const payload = bytes.subarray(start, end).map((byte, index) => byte ^ (mask[index % 4] ?? 0))
  return { opcode: (bytes[0] ?? 0) & 15, payload: Buffer.from(payload), end }
}
