import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import {
  countHttpError,
  countReceivedBytes,
  countRequest,
  observeRequest,
} from '#lib/metrics/record.ts'
import { classifyRoute } from './headers/route-class.ts'
import type { Rejection } from './request/problem.ts'
import { sendRejection } from './request/raw-response.ts'
import { getPath } from './request/validate.ts'

/** One request on its way through the house, other than a hit: its id, and its line in the log when it is over. */
export interface TrackedRequest {
  readonly id: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Answers by a problem document, whatever state the request is in. */
  reject(refusal: Rejection): void
}

/** The one who asked went away before the answer; the status is nginx's. */
const abandonedStatus = 499

export function trackRequest(
  request: IncomingMessage,
  response: ServerResponse,
  about: { log: Logger; clientAddress: string },
): TrackedRequest {
  const id = randomUUID()
  const startedAt = performance.now()
  const bytesBefore = request.socket.bytesRead
  const { method = '', socket } = request
  let rawStatus: number | null = null

  response.once('close', () => {
    const path = getPath(request.url ?? '')
    const status = rawStatus ?? (response.writableFinished ? response.statusCode : abandonedStatus)
    const route = classifyRoute(path)
    const durationMs = performance.now() - startedAt
    countRequest(route, method, status)
    observeRequest(route, method, durationMs / 1000)
    if (method !== 'GET' && method !== 'HEAD') countReceivedBytes(socket.bytesRead - bytesBefore)
    const line = {
      requestId: id,
      method,
      path: path.slice(0, 200), // without the query, which may hold what is nobody's business
      status,
      ms: Math.round(durationMs),
      ...(status >= 400 ? { clientAddress: about.clientAddress } : {}),
    }
    if (status >= 500) about.log.error(line, 'request')
    else about.log.info(line, 'request')
  })

  return {
    id,
    request,
    response,
    reject(refusal) {
      countHttpError(refusal.code)
      if (response.headersSent) socket.destroy()
      else if (socket.writable) rawStatus = sendRejection(request, response, refusal, id)
    },
  }
}
