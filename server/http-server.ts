import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { isAdminPath } from '#lib/api/admin.ts'
import { observe } from '#lib/metrics/counters.ts'
import { countCacheResult, countHttpError, getCacheCounter } from '#lib/metrics/record.ts'
import { setAge } from './cache/entry.ts'
import {
  createPublicCache,
  type PublicCache,
  type PublicCacheOptions,
} from './cache/public-cache.ts'
import { findVariant, sendVariant } from './cache/send.ts'
import {
  findClientAddress,
  negotiateVariant,
  parseOrigin,
  sanitizeHeaders,
} from './headers/request-headers.ts'
import { forwardToNext, sendOnce } from './next/call-next.ts'
import { createErrorPages, type ErrorPages, findErrorPage } from './next/error-pages.ts'
import type { Handler } from './next/internal-request.ts'
import {
  type BodyError,
  createBodyMonitor,
  discardUnreadBody,
  sendContinueOnRead,
} from './request/body.ts'
import { createDraining, type Draining } from './request/draining.ts'
import { defaultLimits, type Limits, toServerOptions } from './request/limits.ts'
import { internalError, type Rejection } from './request/problem.ts'
import { handleParseErrors } from './request/raw-response.ts'
import { refuseGuess } from './request/refuse-guess.ts'
import {
  bodyTooLarge,
  getPath,
  hasBody,
  hasTwo,
  isMicropub,
  isWritable,
  lacksHost,
  validateRequest,
} from './request/validate.ts'
import { type TrackedRequest, trackRequest } from './request-log.ts'

export interface HttpServerOptions {
  /** Next needs the server and the server a handler; `setHandler` replaces it before `listen`. */
  handler?: Handler
  siteUrl: string
  trustedProxies: number
  hasPublicCache: boolean
  /** Keeps the headers that Next's development server and its pages send each other, and changes no response. */
  isDevelopment?: boolean
  log: Logger
  limits?: Partial<Limits>
  cache?: Partial<
    Pick<
      PublicCacheOptions,
      'maxBytes' | 'maxEntryBytes' | 'maxTtlSeconds' | 'recompressEveryMs' | 'maxAheadMs'
    >
  >
}

export interface HttpServer {
  server: Server
  setHandler(handler: Handler): void
  cache: PublicCache
  errorPages: ErrorPages
  beginDraining: Draining['begin']
}

const defaultCache = {
  maxBytes: 64 * 1024 * 1024,
  maxEntryBytes: 4 * 1024 * 1024,
  maxTtlSeconds: 600,
  recompressEveryMs: 3_000,
  maxAheadMs: 500,
}

/** The `node:http` server in front of Next: validates requests, caches public responses, and forwards the rest. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { log, trustedProxies } = options
  let next = options.handler ?? (() => Promise.reject(new Error('There is no handler yet.')))
  const handler: Handler = (request, response) => next(request, response)
  const limits = { ...defaultLimits, ...options.limits }
  const origin = parseOrigin(options.siteUrl)
  const errorPages = createErrorPages(handler, origin)
  const cache = createPublicCache({
    handler,
    origin,
    errorPages,
    ...defaultCache,
    ...options.cache,
  })
  const isCaching = options.hasPublicCache && options.isDevelopment !== true
  const bodies = createBodyMonitor(limits.body)
  const maxBytesOf = ({ url = '' }: IncomingMessage) =>
    isMicropub(url) ? limits.maxPostBytes : limits.maxBodyBytes
  const hits = getCacheCounter('hit')
  const waitForTurn = createTurns()

  /**
   * The path of nearly every request: one lookup, no allocation, one write. What shows a printer first waits for the comparison with the
   * other replicas, which all requests of the moment share.
   */
  function sendHit(
    request: IncomingMessage,
    response: ServerResponse,
    startedAt = performance.now(),
    isConfirmed = false,
  ): boolean {
    if (!isCaching || (request.method !== 'GET' && request.method !== 'HEAD')) return false
    const nowMs = Date.now()
    const entry = cache.find(request.url ?? '', nowMs)
    if (entry === undefined || !isPublic(request)) return false
    const variant = findVariant(entry, request.headers['accept-encoding'])
    if (variant === null) return false
    const confirm = isConfirmed ? null : cache.getConfirm(entry)
    if (confirm !== null) {
      void confirm().then(() => {
        draining.noteRequest(request, response) // which may have begun meanwhile
        if (!sendHit(request, response, startedAt, true)) track(request, response)
      })
      return true
    }
    setAge(entry, nowMs)
    sendVariant(request, response, entry, variant)
    hits.value += 1
    if (response.statusCode === 304) entry.metrics.notModified.value += 1
    else if (request.method === 'GET') entry.metrics.get.value += 1
    else entry.metrics.head.value += 1
    observe(entry.metrics.duration, (performance.now() - startedAt) / 1000)
    return true
  }

  async function handle(tracked: TrackedRequest, clientAddress: string): Promise<void> {
    const { request, response, id } = tracked
    const rejection = validateRequest(request, maxBytesOf(request))
    if (rejection !== null) return reject(tracked, rejection)
    if (request.method === 'OPTIONS' && !isWritable(request.url ?? '')) {
      response.writeHead(204, { allow: 'GET, HEAD, OPTIONS' }).end()
      return
    }
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (isCaching && isRead && isPublic(request)) {
      await cache.respond(request, response, id)
      return
    }
    if (isRead) countCacheResult('bypass')
    if (hasBody(request)) {
      discardUnreadBody(request)
      const maxBytes = maxBytesOf(request)
      bodies.add(request, maxBytes + limits.maxHeaderBytes, (error) =>
        tracked.reject(toRejection(error, limits, maxBytes)),
      )
    }
    const keepsNextOwn = options.isDevelopment === true
    sanitizeHeaders(request, { origin, requestId: id, clientAddress, keepsNextOwn })
    if (!isRead && (await refuseGuess(tracked, origin))) return
    if (keepsNextOwn) await handler(request, response)
    else await forwardToNext(handler, tracked, { origin, errorPages })
  }

  /** Responds with a page where a person asked for one, else with a problem document. */
  function reject(tracked: TrackedRequest, rejection: Rejection): void {
    const { request, response } = tracked
    const page = response.headersSent ? null : findErrorPage(errorPages, request, rejection.code)
    if (page === null) return void tracked.reject(rejection)
    countHttpError(rejection.code)
    sendOnce(request, response, page, origin).catch(() => tracked.reject(rejection))
  }

  function receive(request: IncomingMessage, response: ServerResponse): void {
    negotiateVariant(request)
    draining.noteRequest(request, response)
    if (request.method !== 'GET' && request.method !== 'HEAD')
      waitForTurn(() => {
        draining.noteRequest(request, response) // which may have begun meanwhile
        track(request, response)
      })
    else if (!sendHit(request, response)) track(request, response)
  }

  function track(request: IncomingMessage, response: ServerResponse): void {
    // A response was already written to the bare socket: what follows on it must not reach a route.
    if (!request.socket.writable) return
    draining.noteOpenResponse(response)
    const clientAddress = findClientAddress(request, trustedProxies)
    const tracked = trackRequest(request, response, { log, clientAddress })
    handle(tracked, clientAddress).catch((error: unknown) => {
      log.error({ err: error, requestId: tracked.id }, 'request failed')
      reject(tracked, internalError)
    })
  }

  const server = createServer(toServerOptions(limits), receive)
  server.maxHeadersCount = 0 // maxHeaderBytes limits them; above a count Node would drop headers silently
  server.maxConnections = limits.maxConnections
  server.setTimeout(limits.silenceTimeoutMs)
  const draining = createDraining(server)
  server.on('checkContinue', (request, response) => {
    sendContinueOnRead(request, response)
    receive(request, response)
  })
  server.on('checkExpectation', (request, response) => {
    const clientAddress = findClientAddress(request, trustedProxies)
    trackRequest(request, response, { log, clientAddress }).reject(unknownExpectation)
  })
  handleParseErrors(server, limits.maxHeaderBytes, (status, code) =>
    log.info({ status, code }, 'malformed request'),
  )
  server.on('close', bodies.close)

  return {
    server,
    cache,
    errorPages,
    setHandler(given) {
      next = given
    },
    beginDraining: draining.begin,
  }
}

/**
 * One write begins in each turn of the event loop, and polls are answered in between: Next needs milliseconds for each, and hundreds
 * that arrive together would block everything for seconds. Until then nothing is done for it, since Node parses the headers of all that
 * have arrived in one turn.
 */
function createTurns(): (begin: () => void) => void {
  const waiting: (() => void)[] = []
  const beginNext = () => {
    const begin = waiting.shift()
    if (waiting.length > 0) setImmediate(beginNext)
    begin?.()
  }
  return (begin) => {
    if (waiting.push(begin) === 1) setImmediate(beginNext)
  }
}

/** Whether the request carries nothing personal and wants the complete response. */
function isPublic(request: IncomingMessage): boolean {
  const { headers } = request
  return (
    headers.cookie === undefined &&
    headers.authorization === undefined &&
    headers.range === undefined &&
    headers.upgrade === undefined &&
    !isAdminPath(getPath(request.url ?? '')) &&
    !lacksHost(request) &&
    !hasTwo(request, 'host')
  )
}

const unknownExpectation: Rejection = {
  code: 'expectation-failed',
  detail: 'The only supported expectation is 100-continue.',
}

function toRejection(error: BodyError, limits: Limits, maxBytes: number): Rejection {
  if (error === 'too-large') return bodyTooLarge(maxBytes)
  const { minBytesPerSecond, windowMs } = limits.body
  return {
    code: 'request-timeout',
    detail: `The body arrived at less than ${minBytesPerSecond} bytes per second for ${windowMs / 1000} s. Send it again.`,
  }
}
