import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BufferedResponse } from '../cache/entry.ts'
import { parseCacheControl } from '../headers/cache-control.ts'
import type { Origin } from '../headers/request-headers.ts'
import { getHeader, isHtml, toResponseHeaders } from '../headers/response-headers.ts'
import { deferScripts } from '../html/defer-scripts.ts'
import { stripNextRuntime } from '../html/strip-next-runtime.ts'
import { toProblemResponse } from './api-errors.ts'
import { CapturedResponse, type HeaderMap, type ResponseSink } from './captured-response.ts'
import type { Handler } from './internal-request.ts'

/** What became of one call: the whole answer in hand, or a stream that already flows to the one who asked. */
export type CallResult = { kind: 'whole'; answer: BufferedResponse } | { kind: 'streamed' }

export interface CallOptions {
  path: string
  origin: Origin
  /** Of what is taken whole; pages are always, since their policy is made from all of their text. */
  maxWholeBytes: number
  /** May a public answer be taken whole, to be held? */
  isHolding: boolean
  requestId: string
}

const statusesHeld = [200, 404, 410]

/**
 * Calls Next once and decides at the header what to do with its answer. Pages, errors, and what may be held are taken whole;
 * everything else flows on to `client` as it comes. What turns out to be larger than may be held starts to flow on the way.
 */
export function callNext(
  handler: Handler,
  request: IncomingMessage,
  client: ServerResponse,
  rules: CallOptions,
): Promise<CallResult> {
  const { promise, resolve, reject } = Promise.withResolvers<CallResult>()
  const chunks: Buffer[] = []
  let bytes = 0
  let status = 0
  let fields: HeaderMap = new Map()
  let isStreaming = false

  const sink: ResponseSink = {
    head(givenStatus, givenFields) {
      status = givenStatus
      fields = givenFields
      if (!isTakenWhole(status, fields, rules)) stream()
    },
    body(chunk) {
      if (isStreaming) return client.write(chunk)
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > rules.maxWholeBytes && !isHtml(fields)) stream()
      return true
    },
    end() {
      if (isStreaming) client.end()
      else {
        const answer = { status, fields, body: Buffer.concat(chunks) }
        resolve({
          kind: 'whole',
          answer: deferScripts(stripNextRuntime(toProblemResponse(answer, rules))),
        })
      }
    },
  }
  const response = new CapturedResponse(request, sink)
  client.once('close', () => {
    if (isStreaming || request.socket === client.socket) response.abandon()
  })

  function stream(): void {
    isStreaming = true
    client.on('drain', () => response.emit('drain'))
    const outward = toResponseHeaders(fields, {
      path: rules.path,
      origin: rules.origin,
      html: null,
    })
    client.writeHead(status, Object.fromEntries(outward))
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

function isTakenWhole(status: number, fields: HeaderMap, rules: CallOptions): boolean {
  if (isHtml(fields)) return true
  if (status >= 400 && rules.path.startsWith('/api/')) return true
  if (!rules.isHolding) return false
  if (status >= 500) return true
  // What may not be held but is nobody's own still gets its tag and its encoding.
  const cacheControl = getHeader(fields, 'cache-control')
  return (
    cacheControl !== undefined &&
    parseCacheControl(cacheControl).isShareable &&
    !fields.has('content-encoding') &&
    Number(getHeader(fields, 'content-length') ?? 0) <= rules.maxWholeBytes
  )
}

/** 0 for whatever must not be held. Redirects never are: one poisoned would be everybody's. */
export function getTtlSeconds(status: number, fields: HeaderMap): number {
  if (!statusesHeld.includes(status) || fields.has('set-cookie')) return 0
  if (fields.has('content-encoding') || getHeader(fields, 'vary')?.includes('*')) return 0
  return parseCacheControl(getHeader(fields, 'cache-control')).ttlSeconds
}
