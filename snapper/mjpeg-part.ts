import type { IncomingMessage } from 'node:http'
import { HttpError } from './http.ts'

/**
 * Reads the first complete part of a `multipart/x-mixed-replace` stream, then closes it. Without a Content-Length the part ends
 * at the next boundary.
 * @throws HttpError `too-large` above `maxBytes`, `cut-short` if the stream ends before the part does or its camera is
 * offline
 */
export async function readFirstPart(message: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const boundary = Buffer.from(`--${readBoundary(message.headers['content-type'] ?? '')}`)
  let bytes = Buffer.alloc(0)
  try {
    for await (const chunk of message) {
      bytes = Buffer.concat([bytes, chunk])
      const part = findPart(bytes, boundary)
      if (part !== null) return part
      if (bytes.length > maxBytes) throw new HttpError('too-large', `more than ${maxBytes} bytes`)
    }
  } finally {
    message.destroy()
  }
  throw new HttpError('cut-short', 'the stream ended before its first picture')
}

/** Some servers include the leading dashes in the boundary parameter, against the standard. */
function readBoundary(contentType: string): string {
  const [, quoted, plain = ''] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? []
  return (quoted ?? plain).replace(/^--/, '')
}

function findPart(bytes: Buffer, boundary: Buffer): Buffer | null {
  const start = bytes.indexOf(boundary)
  const headEnd = start < 0 ? -1 : bytes.indexOf('\r\n\r\n', start)
  if (headEnd < 0) return null
  const head = bytes.toString('latin1', start, headEnd)
  if (/^x-ustreamer-online:\s*false/im.test(head))
    throw new HttpError('cut-short', 'ustreamer reports that its camera is offline')
  const body = bytes.subarray(headEnd + 4)
  const [, length] = /^content-length:\s*(\d+)\s*$/im.exec(head) ?? []
  if (length !== undefined)
    return body.length >= Number(length) ? body.subarray(0, Number(length)) : null
  const end = body.indexOf(boundary)
  return end < 0 ? null : body.subarray(0, end)
}
