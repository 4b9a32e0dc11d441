import type { IncomingMessage, ServerResponse } from 'node:http'
import { createEntry } from '../cache/entry.ts'
import { prepareVariant, sendVariant } from '../cache/send.ts'
import { parseCacheControl } from '../headers/cache-control.ts'
import type { Origin } from '../headers/request-headers.ts'
import { getHeader, isHtml, toResponseHeaders } from '../headers/response-headers.ts'
import { rewritePage } from '../html/rewrite-page.ts'
import { toProblemResponse } from '../request/problem.ts'
import { getPath } from '../request/validate.ts'
import {
  type BufferedResponse,
  CapturedResponse,
  type HeaderMap,
  type ResponseSink,
} from './captured-response.ts'
import type { ErrorPages } from './error-pages.ts'
import type { Handler } from './internal-request.ts'

/** The complete response, or a stream that already flows to the client. */
export type CallResult = { kind: 'buffered'; response: BufferedResponse } | { kind: 'streamed' }

export interface CallOptions {
  path: string
  origin: Origin
  /** Larger responses are streamed, except pages: their policy is made from all of their text. */
  maxBufferedBytes: number
  /** Whether to buffer a public response, to cache it. */
  isCaching: boolean
  requestId: string
  errorPages: ErrorPages
}

/** Of requests that are forwarded, only pages are buffered, and errors of Next's, which are small. */
const maxForwardedBytes = 4 * 1024 * 1024

/**
 * Calls Next once and decides by the response's headers what to do with it. Pages and what may be cached are buffered; everything
 * else, such as the API's response to an upload, streams to `client`. A response that turns out larger than it may be starts to
 * stream on the way.
 */
export function callNext(
  handler: Handler,
  request: IncomingMessage,
  client: ServerResponse,
  options: CallOptions,
): Promise<CallResult> {
  const { promise, resolve, reject } = Promise.withResolvers<CallResult>()
  const { path, origin } = options
  const chunks: Buffer[] = []
  let bytes = 0
  let status = 0
  let headers: HeaderMap = new Map()
  let isStreaming = false

  const sink: ResponseSink = {
    head(givenStatus, givenHeaders) {
      status = givenStatus
      headers = givenHeaders
      // Errors are small and get a Content-Length, which Next removes.
      if (status < 400 && !isBuffered(status, headers, options)) stream()
    },
    body(chunk) {
      if (isStreaming) return client.write(chunk)
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > options.maxBufferedBytes && !isHtml(headers)) stream()
      return true
    },
    end() {
      if (!isStreaming && !isBuffered(status, headers, options)) stream(bytes)
      if (isStreaming) client.end()
      else {
        const response = { status, headers, body: Buffer.concat(chunks) }
        resolve({ kind: 'buffered', response: complete(response, options) })
      }
    },
  }
  const response = new CapturedResponse(request, sink)
  client.once('close', () => {
    if (isStreaming || request.socket === client.socket) response.abandon()
  })

  function stream(contentLength: number | null = null): void {
    isStreaming = true
    client.on('drain', () => response.emit('drain'))
    const sent = toResponseHeaders(headers, { path, origin, page: null })
    if (contentLength !== null) sent.set('content-length', String(contentLength))
    client.writeHead(status, Object.fromEntries(sent))
    for (const chunk of chunks) client.write(chunk)
    chunks.length = 0
    resolve({ kind: 'streamed' })
  }

  Promise.try(handler, request, response).catch((error: unknown) => {
    if (isStreaming) client.destroy()
    reject(error)
  })
  return promise
}

/** Forwards a request to Next as it is, and the response to its client alone. */
export async function forwardToNext(
  handler: Handler,
  { request, response, id }: { request: IncomingMessage; response: ServerResponse; id: string },
  { origin, errorPages }: Pick<CallOptions, 'origin' | 'errorPages'>,
): Promise<void> {
  const path = getPath(request.url ?? '/')
  // A HEAD must do nothing that only a download does, such as noting a backup.
  const isHead = request.method === 'HEAD' && !path.startsWith('/admin/api/')
  // Next leaves out the body of a HEAD, and a page's policy is made from it; Node leaves it out again.
  if (isHead) request.method = 'GET'
  const result = await callNext(handler, request, response, {
    path,
    origin,
    maxBufferedBytes: maxForwardedBytes,
    isCaching: false,
    requestId: id,
    errorPages,
  })
  if (isHead) request.method = 'HEAD'
  if (result.kind === 'streamed') return
  await sendOnce(request, response, result.response, origin)
}

/** Sends a complete response that isn't cached. */
export async function sendOnce(
  request: IncomingMessage,
  response: ServerResponse,
  given: BufferedResponse,
  origin: Origin,
): Promise<void> {
  const path = getPath(request.url ?? '/')
  const entry = createEntry(given, { path, origin, ttlSeconds: 0, nowMs: Date.now() })
  const variant = await prepareVariant(entry, request.headers['accept-encoding'], () => undefined)
  sendVariant(request, response, entry, variant)
}

function isBuffered(status: number, headers: HeaderMap, options: CallOptions): boolean {
  if (isHtml(headers) || getFileStatus(status, headers) !== null) return true
  if (isForeignError(status, headers, options.path)) return true
  if (!options.isCaching) return false
  // Concurrent requests share a failure, so that a broken store is queried once and not by each of them.
  if (status >= 500) return true
  // A response that must not be cached, but is public, still gets its ETag and its encoding.
  const cacheControl = getHeader(headers, 'cache-control')
  return (
    cacheControl !== undefined &&
    parseCacheControl(cacheControl).isShareable &&
    !headers.has('content-encoding') &&
    Number(getHeader(headers, 'content-length') ?? 0) <= options.maxBufferedBytes
  )
}

/** An error below /api or /admin/api that isn't JSON: Next's own, where no route was reached. */
function isForeignError(status: number, headers: HeaderMap, path: string): boolean {
  if (status < 400 || !/^\/(?:admin\/)?api\//.test(path)) return false
  return !/\bjson\b/.test(getHeader(headers, 'content-type') ?? '')
}

/** Next answers a request that a static file can't satisfy with 500. */
function getFileStatus(status: number, headers: HeaderMap): 405 | 416 | null {
  if (status !== 500) return null
  return headers.has('content-range') ? 416 : headers.has('allow') ? 405 : null
}

function complete(response: BufferedResponse, options: CallOptions): BufferedResponse {
  const { status, headers } = response
  if (isForeignError(status, headers, options.path)) {
    const problem = toProblemResponse(status, getHeader(headers, 'allow'), options)
    if (problem !== null) return problem
  }
  const fileStatus = getFileStatus(status, headers)
  if (fileStatus !== null) {
    const sent = new Map(headers).set('content-type', 'text/plain; charset=utf-8')
    for (const name of ['content-length', 'etag', 'link']) sent.delete(name)
    return { status: fileStatus, headers: sent, body: Buffer.alloc(0) }
  }
  if (!isHtml(headers)) return response
  // A page that fails while it is rendered; an outage is a page of the site's own, which Next sends with 200.
  if (status >= 500) return options.errorPages.get('broken', status)
  return rewritePage(response, options.path)
}
