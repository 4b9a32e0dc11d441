import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { type Rejection, renderRejection } from './problem.ts'
import { hasBody } from './validate.ts'

/** How long a client that is still sending may go on before its connection is cut. */
const lingerMs = 2_000

interface ParserError extends Error {
  code?: string
}

/**
 * Responds to what Node's parser rejects, and to what would leave HTTP, with problem documents where the socket is still writable.
 */
export function handleParseErrors(
  server: Server,
  maxHeaderBytes: number,
  onRejected: (status: number, code: string) => void,
): void {
  function reject(socket: Socket, rejection: Rejection): void {
    onRejected(
      sendRawResponse(socket, rejection, { path: '/', requestId: randomUUID() }),
      rejection.code,
    )
  }

  server.on('clientError', (error: ParserError, connection) => {
    const socket = connection as Socket // node:http over TCP: always one
    // Node tests the same. Without it, a second response could start inside the first.
    const current = (socket as { _httpMessage?: ServerResponse })._httpMessage
    if (error.code === 'ECONNRESET' || !socket.writable || current?.headersSent === true) {
      socket.destroy()
      return
    }
    reject(socket, toRejection(error, maxHeaderBytes))
  })

  server.on('connect', (_, connection) => {
    reject(connection as Socket, {
      code: 'method-not-allowed',
      detail: 'This server is not a proxy.',
      headers: { allow: 'GET, HEAD, OPTIONS' },
    })
  })
}

function toRejection(error: ParserError, maxHeaderBytes: number): Rejection {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return {
        code: 'headers-too-large',
        detail: `The request line and headers exceed ${maxHeaderBytes} bytes. Send fewer or shorter headers.`,
      }
    case 'HPE_INVALID_METHOD':
      return {
        code: 'method-not-implemented',
        detail: 'The method is not an HTTP method.',
        headers: { allow: 'GET, HEAD, OPTIONS' },
      }
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return {
        code: 'request-timeout',
        detail: 'The headers arrived too slowly. Send them at once.',
      }
    default:
      return {
        code: 'malformed-request',
        detail: 'The request is not valid HTTP/1.1. Nothing of it was processed.',
      }
  }
}

/**
 * Writes a rejection to the bare socket, where there is no response object (the request couldn't be parsed) or it must not be used
 * (the body won't be read). Incoming bytes are read and discarded for a moment: closing at once makes TCP reset the connection,
 * and the client loses the response.
 */
function sendRawResponse(
  socket: Socket,
  rejection: Rejection,
  about: { path: string; requestId: string },
): number {
  const { status, headers, body } = renderRejection(rejection, about)
  const lines = Object.entries({ ...headers, date: new Date().toUTCString(), connection: 'close' })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${body}`)
  setTimeout(() => socket.destroy(), lingerMs).unref()
  return status
}

/** Rejects a request that was parsed, without reading its body. @returns the status */
export function sendRejection(
  request: IncomingMessage,
  response: ServerResponse,
  rejection: Rejection,
  requestId: string,
): number {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  if (hasBody(request)) {
    const status = sendRawResponse(request.socket, rejection, { path, requestId })
    request.resume()
    return status
  }
  const { status, headers, body } = renderRejection(rejection, { path, requestId })
  response.writeHead(status, headers)
  response.end(body)
  return status
}
