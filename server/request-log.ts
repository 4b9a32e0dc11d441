import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import {
  countHttpError,
  countReceivedBytes,
  countRequest,
  observeRequest,
  type RouteClass,
} from '#lib/metrics/record.ts'
import { noteRefusal } from '#lib/printers/manage/refusals.ts'
import type { Rejection } from './request/problem.ts'
import { sendRejection } from './request/raw-response.ts'
import { getPath } from './request/validate.ts'

/** A request that isn't a cache hit: its id, and its log line once it is over. */
export interface TrackedRequest {
  readonly id: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Responds with a problem document, whatever state the request is in. */
  reject(rejection: Rejection): void
}

/** The client disconnected before the response was complete; nginx uses the same status. */
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
      path: path.slice(0, 200), // without the query, which may be private
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
    reject(rejection) {
      countHttpError(rejection.code)
      const { code, detail: message } = rejection
      const path = getPath(request.url ?? '')
      noteRefusal({ method, path, address: about.clientAddress }, { code, message })
      if (response.headersSent) socket.destroy()
      else if (socket.writable) rawStatus = sendRejection(request, response, rejection, id)
    },
  }
}

const routeClasses: readonly (readonly [RegExp, RouteClass])[] = [
  [/^\/api\/3dprinter(?:\/|$)/, 'printer'],
  [/^\/api\/health\//, 'health'],
  [/^\/api(?:\/|$)/, 'api'],
  [/^\/media\//, 'picture'],
  [/^\/(?:_next\/|favicon|icon|apple-icon|manifest|robots\.txt)/, 'asset'],
  [/^\/(?:printers\/\d+\/prints\/)?(?:atom\.xml|rss\.xml|feed\.json|sitemap\.xml)$/, 'feed'],
]

/**
 * The metrics label of a path, one per kind of response. By path and not by route, because requests that are rejected before any
 * route count too; a path that is missing here counts as a page.
 */
export function classifyRoute(path: string): RouteClass {
  return routeClasses.find(([pattern]) => pattern.test(path))?.[1] ?? 'page'
}
