import { randomUUID } from 'node:crypto'
import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Rejection } from './problem.ts'
import { sendRawResponse } from './raw-response.ts'

interface ParserError extends Error {
  code?: string
}

/** Answers what Node's parser gives up on, and what would leave HTTP, with problem documents where the socket still takes one. */
export function handleParseErrors(
  server: Server,
  maxHeaderBytes: number,
  onAnswered: (status: number, code: string) => void,
): void {
  function answer(socket: Socket, refusal: Rejection): void {
    onAnswered(
      sendRawResponse(socket, refusal, { path: '/', requestId: randomUUID() }),
      refusal.code,
    )
  }

  server.on('clientError', (error: ParserError, connection) => {
    const socket = connection as Socket // node:http over TCP: always one
    // Node's own test of the same; without it a second answer could land inside the first.
    const current = (socket as { _httpMessage?: ServerResponse })._httpMessage
    if (error.code === 'ECONNRESET' || !socket.writable || current?.headersSent === true) {
      socket.destroy()
      return
    }
    answer(socket, judge(error, maxHeaderBytes))
  })

  server.on('connect', (_, connection) => {
    answer(connection as Socket, {
      code: 'method-not-allowed',
      detail: 'This is no proxy.',
      headers: { allow: 'GET, HEAD, OPTIONS' },
    })
  })
}

function judge(error: ParserError, maxHeaderBytes: number): Rejection {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return {
        code: 'headers-too-large',
        detail: `Line and header fields may have ${maxHeaderBytes} bytes together. Send fewer or shorter ones.`,
      }
    case 'HPE_INVALID_METHOD':
      return {
        code: 'method-not-implemented',
        detail: 'The method is not one of HTTP’s.',
        headers: { allow: 'GET, HEAD, OPTIONS' },
      }
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return {
        code: 'request-timeout',
        detail: 'The header came too slowly. Send it in one piece.',
      }
    default:
      return {
        code: 'malformed-request',
        detail: 'This is not HTTP/1.1 as the standard has it. Nothing of it was taken.',
      }
  }
}
