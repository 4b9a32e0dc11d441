import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Logger } from 'pino'
import { observe } from '#lib/metrics/counters.ts'
import { countCacheResult, getCacheCounter } from '#lib/metrics/record.ts'
import { setAge } from './cache/entry.ts'
import {
  createPublicCache,
  type PublicCache,
  type PublicCacheOptions,
} from './cache/public-cache.ts'
import { findVariant, sendVariant } from './cache/send.ts'
import { negotiateText } from './headers/negotiate.ts'
import { findClientAddress, parseOrigin, sanitizeHeaders } from './headers/request-headers.ts'
import { internalError } from './next/api-errors.ts'
import { forwardToNext } from './next/forward-request.ts'
import type { Handler } from './next/internal-request.ts'
import { type BodyError, createBodyMonitor } from './request/body-rate.ts'
import { discardUnreadBody } from './request/discard-body.ts'
import { sendContinueOnRead } from './request/expect-continue.ts'
import { type Limits, toServerOptions, limits as usualLimits } from './request/limits.ts'
import { handleParseErrors } from './request/parse-errors.ts'
import type { Rejection } from './request/problem.ts'
import { bodyTooLarge, hasBody, validateRequest } from './request/validate.ts'
import { type TrackedRequest, trackRequest } from './request-log.ts'

export interface HttpServerOptions {
  handler: Handler
  siteUrl: string
  trustedProxies: number
  hasPublicCache: boolean
  /** Next's development server talks to its pages in headers that are stripped otherwise, and no answer is changed. */
  isDevelopment?: boolean
  log: Logger
  limits?: Partial<Limits>
  cache?: Partial<
    Pick<PublicCacheOptions, 'maxBytes' | 'maxEntryBytes' | 'maxTtlSeconds' | 'recompressEveryMs'>
  >
}

export interface HttpServer {
  server: Server
  cache: PublicCache
  /** Every answer is its connection's last from now on, and who hasn't asked yet is sent away. */
  beginDraining(): void
}

const usualCache = {
  maxBytes: 64 * 1024 * 1024,
  maxEntryBytes: 4 * 1024 * 1024,
  maxTtlSeconds: 600,
  recompressEveryMs: 3_000,
}

/** One `node:http` server before Next: it judges requests, holds public answers and hands on the rest. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { handler, log, trustedProxies } = options
  const limits = { ...usualLimits, ...options.limits }
  const origin = parseOrigin(options.siteUrl)
  const cache = createPublicCache({ handler, origin, ...usualCache, ...options.cache })
  const isCaching = options.hasPublicCache && options.isDevelopment !== true
  const bodies = createBodyMonitor(limits.body, limits.maxBodyBytes + limits.maxHeaderBytes)
  const hits = getCacheCounter('hit')
  const connections = new Set<Socket>()
  const underWay = new Set<ServerResponse>()
  let isDraining = false

  /** The way of nearly every request: one look-up, nothing built, one write. */
  function sendHit(request: IncomingMessage, response: ServerResponse): boolean {
    if (!isCaching || (request.method !== 'GET' && request.method !== 'HEAD')) return false
    const startedAt = performance.now()
    const nowMs = Date.now()
    const entry = cache.find(request.url ?? '', nowMs)
    if (entry === undefined || !isPublic(request)) return false
    const variant = findVariant(entry, request.headers['accept-encoding'])
    if (variant === null) return false
    setAge(entry, nowMs)
    if (isDraining) response.shouldKeepAlive = false
    sendVariant(request, response, entry, variant)
    hits.value += 1
    if (response.statusCode === 304) entry.tallies.notModified.value += 1
    else if (request.method === 'GET') entry.tallies.get.value += 1
    else entry.tallies.head.value += 1
    observe(entry.tallies.duration, (performance.now() - startedAt) / 1000)
    return true
  }

  async function serve(visit: TrackedRequest, clientAddress: string): Promise<void> {
    const { request, response } = visit
    const refusal = validateRequest(request, limits.maxBodyBytes)
    if (refusal !== null) return visit.reject(refusal)
    if (request.url === '*') {
      response.writeHead(204, { allow: 'GET, HEAD, OPTIONS' }).end()
      return
    }
    const isReading = request.method === 'GET' || request.method === 'HEAD'
    if (isCaching && isReading && isPublic(request)) {
      await cache.answer(request, response, visit.id)
      return
    }
    if (isReading) countCacheResult('bypass')
    if (hasBody(request)) {
      discardUnreadBody(request)
      bodies.watch(request, (fault) => visit.reject(toRefusal(fault, limits)))
    }
    const isNextOwnKept = options.isDevelopment === true
    sanitizeHeaders(request, { origin, requestId: visit.id, clientAddress, isNextOwnKept })
    if (isNextOwnKept) await handler(request, response)
    else await forwardToNext(handler, visit, origin)
  }

  function receive(request: IncomingMessage, response: ServerResponse): void {
    negotiateText(request)
    if (sendHit(request, response)) return
    // Answered on the bare socket already: what follows on it must not reach a route.
    if (!request.socket.writable) return
    underWay.add(response)
    response.once('close', () => underWay.delete(response))
    if (isDraining) response.shouldKeepAlive = false
    const clientAddress = findClientAddress(request, trustedProxies)
    const visit = trackRequest(request, response, { log, clientAddress })
    serve(visit, clientAddress).catch((error: unknown) => {
      log.error({ err: error, requestId: visit.id }, 'request failed')
      visit.reject(internalError)
    })
  }

  const server = createServer(toServerOptions(limits), receive)
  server.maxHeadersCount = 0 // maxHeaderBytes bounds them; beyond a count Node would drop fields in silence
  server.maxConnections = limits.maxConnections
  server.setTimeout(limits.silenceTimeoutMs)
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  server.on('checkContinue', (request, response) => {
    sendContinueOnRead(request, response)
    receive(request, response)
  })
  server.on('checkExpectation', (request, response) => {
    const clientAddress = findClientAddress(request, trustedProxies)
    trackRequest(request, response, { log, clientAddress }).reject(unknownExpectation)
  })
  handleParseErrors(server, limits.maxHeaderBytes, (status, code) =>
    log.info({ status, code }, 'broken request'),
  )
  server.on('close', bodies.close)

  return {
    server,
    cache,
    beginDraining() {
      isDraining = true
      for (const response of underWay) response.shouldKeepAlive = false
      // To Node a connection that has never said anything is no idle one, and would be waited for.
      for (const socket of connections) if (socket.bytesRead === 0) socket.destroy()
    },
  }
}

/** Nothing in it says who asks, and it wants the whole. */
function isPublic({ headers }: IncomingMessage): boolean {
  return (
    headers.cookie === undefined &&
    headers.authorization === undefined &&
    headers.range === undefined &&
    headers.upgrade === undefined
  )
}

const unknownExpectation: Rejection = {
  code: 'expectation-failed',
  detail: 'The only expectation that is met is 100-continue.',
}

function toRefusal(fault: BodyError, limits: Limits): Rejection {
  if (fault === 'too-large') return bodyTooLarge(limits.maxBodyBytes)
  const { minBytesPerSecond, windowMs } = limits.body
  return {
    code: 'request-timeout',
    detail: `Less than ${minBytesPerSecond} bytes a second came for ${windowMs / 1000} s. Send it again.`,
  }
}
