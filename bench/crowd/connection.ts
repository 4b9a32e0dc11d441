import { connect, type Socket } from 'node:net'
import { measureAnswer } from '../serving/http-reader.ts'

export interface Answer {
  status: number
  etag: string | null
  /** As it came, in whatever encoding was asked for. */
  body: Buffer
}

export interface Connection {
  /** One question at a time. Rejects where the line breaks or nothing comes within 15 s, as the page gives up. */
  ask(path: string, headers: Record<string, string>): Promise<Answer>
  close(): void
}

const timeoutMs = 15_000

/** One browser's kept connection to the site; opened anew where it has been closed meanwhile. */
export function createConnection(port: number): Connection {
  let socket: Socket | null = null

  function open(): Promise<Socket> {
    const opened = connect(port, '127.0.0.1').setNoDelay()
    opened.once('close', () => {
      if (socket === opened) socket = null
    })
    socket = opened
    return new Promise((resolve, reject) => {
      opened.once('connect', () => resolve(opened)).once('error', reject)
    })
  }

  return {
    async ask(path, headers) {
      const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      const request = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${fields.join('')}\r\n`
      const line = socket ?? (await open())
      return askOnce(line, request)
    },
    close: () => socket?.destroy(),
  }
}

function askOnce(socket: Socket, request: string): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  let received: Buffer = Buffer.alloc(0)
  const timer = setTimeout(() => socket.destroy(), timeoutMs)
  const onClose = () => {
    clearTimeout(timer)
    reject(new Error('closed'))
  }
  const onError = () => undefined // 'close' follows
  const onData = (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const { bytes, status } = measureAnswer(received)
    if (bytes === 0) return
    clearTimeout(timer)
    socket.off('data', onData).off('close', onClose).off('error', onError)
    const bodyStart = received.indexOf('\r\n\r\n') + 4
    const head = received.toString('latin1', 0, bodyStart)
    const etag = /\r\netag: *(\S+)\r\n/i.exec(head)?.[1] ?? null
    resolve({ status, etag, body: received.subarray(bodyStart, bytes) })
  }
  socket.on('data', onData).once('close', onClose).on('error', onError)
  socket.write(request)
  return promise
}
