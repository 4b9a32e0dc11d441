import { createHash, randomBytes } from 'node:crypto'
import { type HomeRequest, type HomeResponse, openHomeRequest } from './home-http.ts'
import { HttpError } from './http.ts'

/*
 * WebSockets (RFC 6455) at home. Node's own client takes 18 MB of memory, a third of what the snapper needs, and knows neither
 * HOME_TLS_UNCHECKED nor Digest, nor why a connection failed.
 */

export interface HomeWebSocket {
  /** Ends with the connection, or throws an HttpError that says why. */
  messages: AsyncGenerator<string, void>
  send(text: string): void
  /** When the last ping that was answered was sent: all that the server had said by then has arrived. `null`: none was. */
  getProvenMs(): number | null
}

export interface WebSocketLimits {
  pingMs: number
  /** Without any byte for this long, the connection counts as dead. */
  silentMs: number
}

export const webSocketLimits: WebSocketLimits = { pingMs: 2_000, silentMs: 20_000 }

const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const
/** OctoPrint's first message has hundreds of lines of its log. */
const maxMessageBytes = 4_194_304
const partBytes = 100
const maxControlBytes = 125

/** @throws HttpError */
export async function openWebSocket(
  request: HomeRequest,
  limits = webSocketLimits,
): Promise<HomeWebSocket> {
  const key = randomBytes(16).toString('base64')
  const response = await openHomeRequest({
    ...request,
    headers: {
      ...request.headers,
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': key,
    },
  })
  const accepted = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
  if (
    response.status !== 101 ||
    response.headers.get('sec-websocket-accept') !== accepted.digest('base64')
  ) {
    response.close()
    const proxy = 'a reverse proxy in front of it may have to be told to pass WebSockets on'
    throw new HttpError('network', `no WebSocket, but HTTP ${response.status}; ${proxy}`)
  }
  const pinger = startPinging(response, limits)
  return {
    messages: readMessages(response, pinger),
    send: (text) => response.write(renderFrame(opcodes.text, Buffer.from(text))),
    getProvenMs: pinger.getProvenMs,
  }
}

function startPinging({ write, close }: HomeResponse, { pingMs, silentMs }: WebSocketLimits) {
  let heardAt = process.uptime()
  let pings = 0
  let sentMs = 0
  let provenMs: number | null = null
  const timer = setInterval(() => {
    if ((process.uptime() - heardAt) * 1000 >= silentMs)
      return close(new HttpError('timeout', `nothing was received for ${silentMs / 1000} s`))
    // One at a time, so that an answer belongs to the last one.
    if (pings > 0) return
    pings = 1
    sentMs = Date.now()
    write(renderFrame(opcodes.ping, Buffer.alloc(0)))
  }, pingMs)
  return {
    heard() {
      heardAt = process.uptime()
    },
    answered() {
      if (pings > 0) provenMs = sentMs
      pings = 0
    },
    getProvenMs: () => provenMs,
    stop: () => clearInterval(timer),
  }
}

async function* readMessages(
  { body, write, close }: HomeResponse,
  pinger: ReturnType<typeof startPinging>,
): AsyncGenerator<string, void> {
  let bytes: Buffer = Buffer.alloc(0)
  let parts: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of body) {
      pinger.heard()
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk])
      for (let frame = readFrame(bytes); frame !== null; frame = readFrame(bytes)) {
        const { opcode, isLast, payload } = frame
        bytes = bytes.subarray(frame.end)
        if (opcode === opcodes.close) return
        if (opcode === opcodes.ping) write(renderFrame(opcodes.pong, payload))
        else if (opcode === opcodes.pong) pinger.answered()
        else {
          parts.push(payload)
          // A part without a byte takes memory, too.
          length += Math.max(payload.length, partBytes)
          if (length > maxMessageBytes) throw tooLarge()
          if (!isLast) continue
          yield Buffer.concat(parts).toString()
          parts = []
          length = 0
        }
      }
    }
  } finally {
    pinger.stop()
    close()
  }
}

const tooLarge = () => new HttpError('too-large', `a message of more than ${maxMessageBytes} bytes`)

/** The first frame; `null` if it is incomplete. @throws HttpError if a server can't have sent it */
function readFrame(bytes: Buffer) {
  const [first, second] = bytes
  if (first === undefined || second === undefined) return null
  const opcode = first & 15
  const isTooLong = opcode >= opcodes.close && second > maxControlBytes
  // Reserved bits need an extension, and a server masks nothing.
  if ((first & 0x70) !== 0 || second > 127 || isTooLong || ![0, 1, 2, 8, 9, 10].includes(opcode))
    throw new HttpError('network', "what was received isn't a WebSocket's")
  const start = second < 126 ? 2 : second === 126 ? 4 : 10
  if (bytes.length < start) return null
  const length =
    second < 126
      ? second
      : second === 126
        ? bytes.readUInt16BE(2)
        : Number(bytes.readBigUInt64BE(2))
  if (length > maxMessageBytes) throw tooLarge()
  const end = start + length
  if (bytes.length < end) return null
  return { opcode, isLast: first > 127, payload: bytes.subarray(start, end), end }
}

/** A client masks what it sends. */
function renderFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload
  const size = length < 126 ? [128 | length] : [254, length >> 8, length & 255]
  const mask = randomBytes(4)
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))
  return Buffer.concat([Buffer.from([128 | opcode, ...size]), mask, masked])
}
