import { connect } from 'node:net'

export interface RawAnswer {
  status: number
  headers: Record<string, string>
  text: string
}

/**
 * Sends raw bytes and reads one response. With `end` it closes the sending side, as a cut-off upload does.
 * Status 0: the connection was closed without a response.
 */
export function sendRaw(port: number, bytes: Buffer, end = false): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const chunks: Buffer[] = []
    let timer: NodeJS.Timeout | undefined
    const finish = () => {
      clearTimeout(timer)
      socket.destroy()
      resolve(parseAnswer(Buffer.concat(chunks)))
    }
    socket.on('connect', () => (end ? socket.end(bytes) : socket.write(bytes)))
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      if (isWhole(Buffer.concat(chunks))) finish()
    })
    socket.on('end', finish)
    socket.on('error', (error) => (chunks.length > 0 ? finish() : reject(error)))
    timer = setTimeout(() => reject(new Error('no answer within 30 s')), 30_000)
  })
}

function split(bytes: Buffer): { head: string; body: Buffer } | null {
  const at = bytes.indexOf('\r\n\r\n')
  if (at < 0) return null
  return { head: bytes.subarray(0, at).toString('latin1'), body: bytes.subarray(at + 4) }
}

function isWhole(bytes: Buffer): boolean {
  const parts = split(bytes)
  if (parts === null) return false
  const length = /^content-length: *(\d+)/im.exec(parts.head)?.[1]
  if (length !== undefined) return parts.body.length >= Number(length)
  return (
    /^transfer-encoding: *chunked/im.test(parts.head) &&
    parts.body.toString('latin1').endsWith('0\r\n\r\n')
  )
}

function parseAnswer(bytes: Buffer): RawAnswer {
  const parts = split(bytes)
  if (parts === null) return { status: 0, headers: {}, text: '' }
  const [first = '', ...lines] = parts.head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  )
  const isChunked = headers['transfer-encoding'] === 'chunked'
  const text = isChunked ? joinChunks(parts.body) : parts.body
  return { status: Number(first.split(' ')[1]), headers, text: text.toString('utf8') }
}

function joinChunks(body: Buffer): Buffer {
  const chunks: Buffer[] = []
  for (let at = 0; at < body.length; ) {
    const lineEnd = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.subarray(at, lineEnd).toString('latin1'), 16)
    if (!(size > 0)) break
    chunks.push(body.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
  return Buffer.concat(chunks)
}
