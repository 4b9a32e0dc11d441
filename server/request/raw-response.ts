import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { type Rejection, renderRejection } from './problem.ts'
import { hasBody } from './validate.ts'

/** How long a caller who is still sending may go on before the connection is cut. */
const lingerMs = 2_000

/**
 * Answers on the bare socket, where no response can (the request was never understood) or should (its body won't be read). What
 * still comes is read and thrown away for a moment: cut off at once, TCP would reset, and the caller would lose the answer.
 */
export function sendRawResponse(
  socket: Socket,
  refusal: Rejection,
  about: { path: string; requestId: string },
): number {
  const { status, headers, body } = renderRejection(refusal, about)
  const lines = Object.entries({ ...headers, date: new Date().toUTCString(), connection: 'close' })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${body}`)
  setTimeout(() => socket.destroy(), lingerMs).unref()
  return status
}

/** Answers a request that was understood and isn't wanted, without asking for its body. */
export function sendRejection(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Rejection,
  requestId: string,
): number {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  if (hasBody(request)) {
    const status = sendRawResponse(request.socket, refusal, { path, requestId })
    request.resume()
    return status
  }
  const { status, headers, body } = renderRejection(refusal, { path, requestId })
  response.writeHead(status, headers)
  response.end(body)
  return status
}
