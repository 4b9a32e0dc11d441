import type { IncomingMessage, ServerResponse } from 'node:http'
import { type CacheResult, countCacheResult } from '#lib/metrics/record.ts'
import { internalHeaders, type Origin } from '../headers/request-headers.ts'
import { getHeader } from '../headers/response-headers.ts'
import { callNext, getTtlSeconds } from '../next/call-next.ts'
import { createInternalRequest, type Handler } from '../next/internal-request.ts'
import { getPath } from '../request/validate.ts'
import { type CacheEntry, createEntry, reuseEncodings } from './entry.ts'
import { recompress } from './recompress.ts'
import { prepareVariant, sendVariant } from './send.ts'
import { createCacheStore } from './store.ts'
import { getCacheTags } from './tags.ts'

export interface PublicCacheOptions {
  handler: Handler
  origin: Origin
  maxBytes: number
  maxEntryBytes: number
  /**
   * Nothing is held longer, whatever it says, and be it immutable: what the owner purges in another process must not live on in
   * this one's memory.
   */
  maxTtlSeconds: number
  /** How often what is asked for again and again is looked for, to be compressed better. */
  recompressEveryMs: number
}

export type PublicCache = ReturnType<typeof createPublicCache>

interface InFlight {
  startedAtMs: number
  /** `null`: the answer flowed to the one who asked first, and nobody else can have it. */
  entry: Promise<CacheEntry | null>
}

/** A call that takes longer is joined by nobody: it may never come back. */
const joinableMs = 10_000

/**
 * Holds what Next marks as public, as long as it says, and until something that it shows changes. Concurrent misses of one
 * address are one call.
 */
export function createPublicCache(options: PublicCacheOptions) {
  const memory = createCacheStore(options.maxBytes)
  const flights = new Map<string, InFlight>()
  let isSqueezing = false
  setInterval(() => {
    if (isSqueezing) return
    isSqueezing = true
    // Where there is no memory for it, what there is does as well.
    recompress(memory)
      .catch(() => undefined)
      .finally(() => {
        isSqueezing = false
      })
  }, options.recompressEveryMs).unref()

  /** @returns a held answer whose time isn't up; the whole way of a hit but the sending */
  function find(key: string, nowMs: number): CacheEntry | undefined {
    const entry = memory.get(key)
    if (entry === undefined || entry.freshUntilMs <= nowMs) return undefined
    entry.isRecent = true
    return entry
  }

  /** Answers a GET or HEAD in which nothing is personal. */
  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ): Promise<void> {
    const key = request.url ?? '/'
    // Held, but not yet in the encoding that is asked for.
    const held = find(key, Date.now())
    if (held !== undefined) {
      countCacheResult('hit')
      return send(request, response, key, held)
    }
    const flight = flights.get(key)
    if (flight !== undefined && Date.now() - flight.startedAtMs < joinableMs) {
      const entry = await flight.entry
      if (entry?.isShareable) return send(request, response, key, entry)
      const own = await call(key, response, requestId)
      if (own !== null) await send(request, response, key, own)
      return
    }
    const entry = await lead(key, response, requestId)
    if (entry !== null) await send(request, response, key, entry)
  }

  async function lead(key: string, client: ServerResponse, requestId: string) {
    const flight: InFlight = { startedAtMs: Date.now(), entry: call(key, client, requestId) }
    flights.set(key, flight)
    try {
      return await flight.entry
    } finally {
      if (flights.get(key) === flight) flights.delete(key)
    }
  }

  async function call(key: string, client: ServerResponse, requestId: string) {
    const path = getPath(key)
    const { origin, maxEntryBytes, maxTtlSeconds } = options
    const { sequence } = memory
    const inner = createInternalRequest(key, {
      host: origin.host,
      accept: '*/*',
      'user-agent': 'front door', // next.config.js: metadata in the head for whoever has a name
      ...internalHeaders(origin, requestId),
    })
    const rules = { path, origin, maxWholeBytes: maxEntryBytes, isHolding: true, requestId }
    const outcome = await callNext(options.handler, inner, client, rules)
    if (outcome.kind === 'streamed') {
      countCacheResult('bypass')
      return null
    }
    const { status, fields, body } = outcome.answer
    const isHoldable = body.length <= maxEntryBytes
    const heldSeconds = isHoldable ? Math.min(getTtlSeconds(status, fields), maxTtlSeconds) : 0
    const entry = createEntry(outcome.answer, { path, origin, heldSeconds, nowMs: Date.now() })
    countCacheResult(hold(key, entry, getCacheTags(path, getHeader(fields, 'cache-tag')), sequence))
    return entry
  }

  function hold(key: string, entry: CacheEntry, tags: string[], sequence: number): CacheResult {
    if (entry.freshUntilMs <= entry.storedAtMs) return 'bypass'
    const previous = memory.get(key)
    const isRenewed = previous !== undefined && reuseEncodings(previous, entry)
    memory.put(key, entry, tags, sequence)
    return isRenewed ? 'revalidated' : 'miss'
  }

  async function send(
    request: IncomingMessage,
    response: ServerResponse,
    key: string,
    entry: CacheEntry,
  ): Promise<void> {
    const variant = await prepareVariant(entry, request.headers['accept-encoding'], () =>
      memory.weigh(key, entry),
    )
    sendVariant(request, response, entry, variant)
  }

  return {
    find,
    answer,
    send,
    /** Forgets every answer with one of these tags; calls under way keep to those who asked before. */
    empty(tags: readonly string[]): void {
      memory.empty(tags)
      flights.clear()
    },
    get bytes() {
      return memory.bytes
    },
    get size() {
      return memory.size
    },
  }
}
