import { type IncomingMessage, ServerResponse } from 'node:http'
import type { ContentChange, getContentEvents } from '#lib/core/content-events.ts'
import { noteTags } from '#lib/core/noted-tags.ts'
import {
  allPrintersTag,
  contentTag,
  mediaTag,
  mentionsTag,
  printerTag,
} from '#lib/core/page-options.ts'
import { type CacheResult, countCacheResult } from '#lib/metrics/record.ts'
import type { getPrinterEvents } from '#lib/printers/events.ts'
import { parseCacheControl } from '../headers/cache-control.ts'
import { internalHeaders, type Origin } from '../headers/request-headers.ts'
import { getHeader } from '../headers/response-headers.ts'
import { callNext } from '../next/call-next.ts'
import type { HeaderMap } from '../next/captured-response.ts'
import type { ErrorPages } from '../next/error-pages.ts'
import { createInternalRequest, type Handler } from '../next/internal-request.ts'
import { getPath } from '../request/validate.ts'
import { type CacheEntry, createEntry, reuseVariants } from './entry.ts'
import { type Made, makeAhead } from './make-ahead.ts'
import { recompress } from './recompress.ts'
import { prepareVariant, sendVariant } from './send.ts'
import { createCacheStore } from './store.ts'

export interface PublicCacheOptions {
  handler: Handler
  origin: Origin
  errorPages: ErrorPages
  maxBytes: number
  maxEntryBytes: number
  /**
   * Limits every entry's lifetime, even if its response is immutable: what the owner purges in another process must not stay in
   * this one's memory.
   */
  maxTtlSeconds: number
  /** How often to look for entries worth compressing better. */
  recompressEveryMs: number
  /** How long a change of the content waits for new responses, so that no visitor does. */
  maxAheadMs: number
}

export type PublicCache = ReturnType<typeof createPublicCache>

interface InFlight {
  startedAtMs: number
  /** `null`: the response was streamed to the first client and can't be shared. */
  entry: Promise<CacheEntry | null>
}

/** Later requests don't join a call that takes longer: it may never end. */
const joinableMs = 10_000

const cacheableStatuses = [200, 404, 410]

/**
 * Caches what Next's responses declare as public, for as long as they say, and until one of their tags is invalidated. Concurrent
 * misses of one URL become one call.
 */
export function createPublicCache(options: PublicCacheOptions) {
  const store = createCacheStore(options.maxBytes)
  const inFlight = new Map<string, InFlight>()
  let isRecompressing = false
  let confirm: (() => Promise<void>) | null = null
  setInterval(() => {
    if (isRecompressing) return
    isRecompressing = true
    // Without memory for it, the variants that exist do as well.
    recompress(store)
      .catch(() => undefined)
      .finally(() => {
        isRecompressing = false
      })
  }, options.recompressEveryMs).unref()

  /** A fresh entry, marked as requested. */
  function findFresh(key: string, nowMs: number): CacheEntry | undefined {
    const entry = store.get(key)
    if (entry === undefined || entry.freshUntilMs <= nowMs) return undefined
    entry.hits += 1
    return entry
  }

  /** Responds to a GET or HEAD that carries nothing personal. */
  async function respond(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ): Promise<void> {
    const key = request.url ?? '/'
    // An entry or a running call may show the state before a change that this client has seen elsewhere.
    if (confirm !== null && (store.get(key)?.isLive || inFlight.has(key))) await confirm()
    const cached = findFresh(key, Date.now())
    if (cached !== undefined) {
      countCacheResult('hit')
      return send(request, response, key, cached)
    }
    const joined = inFlight.get(key)
    if (joined !== undefined && Date.now() - joined.startedAtMs < joinableMs) {
      const shared = await joined.entry
      const entry = shared?.isShareable ? shared : await call(key, response, requestId)
      if (entry !== null) await send(request, response, key, entry)
      return
    }
    const entry = await lead(key, response, requestId)
    if (entry !== null) await send(request, response, key, entry)
  }

  async function lead(key: string, client: ServerResponse, requestId: string) {
    const led: InFlight = { startedAtMs: Date.now(), entry: call(key, client, requestId) }
    inFlight.set(key, led)
    try {
      return await led.entry
    } finally {
      if (inFlight.get(key) === led) inFlight.delete(key)
    }
  }

  async function call(key: string, client: ServerResponse, requestId: string) {
    const made = await make(key, client, requestId)
    if (made === null) {
      countCacheResult('bypass')
      return null
    }
    countCacheResult(put(made))
    return made.entry
  }

  /** @returns `null` where the response was streamed to the client */
  async function make(
    key: string,
    client: ServerResponse,
    requestId: string,
  ): Promise<Made | null> {
    const path = getPath(key)
    const { origin, errorPages, maxEntryBytes, maxTtlSeconds } = options
    const { sequence } = store
    const request = createInternalRequest(key, {
      host: origin.host,
      accept: '*/*',
      // See htmlLimitedBots in next.config.js: any name gets the metadata in the head.
      'user-agent': 'paparazza-public-cache',
      ...internalHeaders(origin, requestId),
    })
    const rules = {
      path,
      origin,
      maxBufferedBytes: maxEntryBytes,
      isCaching: true,
      requestId,
      errorPages,
    }
    const noted = new Set<string>()
    const handler: Handler = (...given) => noteTags(noted, () => options.handler(...given))
    const result = await callNext(handler, request, client, rules)
    if (result.kind === 'streamed') return null
    const { status, headers, body } = result.response
    const isSmall = body.length <= maxEntryBytes
    const ttlSeconds = isSmall ? Math.min(getTtlSeconds(status, headers), maxTtlSeconds) : 0
    const tags = parseCacheTags(getHeader(headers, 'cache-tag'))
    const isLive = tags.some((tag) => ![mediaTag, contentTag, mentionsTag].includes(tag))
    // Whatever isn't named by a hash may show the content or the owner's settings.
    if (!isImmutable(headers)) tags.push(contentTag)
    tags.push(...noted)
    const about = { path, origin, ttlSeconds, nowMs: Date.now(), isLive }
    return { key, entry: createEntry(result.response, about), tags, sequence }
  }

  function put({ key, entry, tags, sequence }: Made): CacheResult {
    if (entry.freshUntilMs <= entry.storedAtMs) return 'bypass'
    const expired = store.get(key)
    const isUnchanged = expired !== undefined && reuseVariants(expired, entry)
    store.put(key, entry, tags, sequence)
    return isUnchanged ? 'revalidated' : 'miss'
  }

  async function send(
    request: IncomingMessage,
    response: ServerResponse,
    key: string,
    entry: CacheEntry,
  ): Promise<void> {
    const variant = await prepareVariant(entry, request.headers['accept-encoding'], () =>
      store.updateSize(key, entry),
    )
    sendVariant(request, response, entry, variant)
  }

  /** Drops every entry with one of these tags. Later requests don't join calls that are in flight. */
  function invalidate(tags: readonly string[]): void {
    store.invalidate(tags)
    inFlight.clear()
  }

  return {
    /** A fresh entry, marked as requested. To be sent once `confirm` has resolved, if there is one for it. */
    find: findFresh,
    /** For an entry that another replica may have changed; `null`: it can be sent at once. */
    getConfirm: (entry: CacheEntry) => (entry.isLive ? confirm : null),
    /** From now on, waits for `given` before anything cached that shows a printer is sent. */
    confirmWith(given: () => Promise<void>): void {
      confirm = given
    },
    respond,
    invalidate,
    /** Invalidates what shows a printer when it changes, and all pictures when some are deleted. */
    follow(events: ReturnType<typeof getPrinterEvents>): void {
      events.on('changed', (printerId) => invalidate([printerTag(printerId), allPrintersTag]))
      events.on('pictures-deleted', () => invalidate([mediaTag]))
      events.on('mentions-changed', () => invalidate([mentionsTag]))
    },
    /**
     * Replaces what another state of the content changes, in one turn: what visitors request, with the responses that were made before,
     * so that none of them waits.
     */
    followContent(events: ReturnType<typeof getContentEvents>): void {
      let ahead: { tags: readonly string[]; made: Made[] } | null = null
      events.on('changing', ({ tags, withNext, waitFor }: ContentChange) => {
        const made: Made[] = []
        ahead = { tags, made }
        const makeNext = async (key: string) => {
          const client = new ServerResponse(createInternalRequest(key, {}))
          const one = await withNext(() => make(key, client, 'ahead'))
          return one !== null && one.entry.freshUntilMs > one.entry.storedAtMs ? one : null
        }
        const onMade = (one: Made) => made.push(one)
        const { maxAheadMs: maxMs } = options
        waitFor(makeAhead({ store, tags, make: makeNext, onMade, maxMs }))
      })
      events.on('changed', (tags) => {
        const made = ahead?.tags === tags ? ahead.made : []
        ahead = null
        const current = made.filter((one) => store.isCurrent(one.tags, one.sequence))
        invalidate(tags)
        for (const { key, entry, tags } of current) store.put(key, entry, tags, store.sequence)
      })
    },
    get bytes() {
      return store.bytes
    },
    get size() {
      return store.size
    },
  }
}

/** 0 for what must not be cached. Redirects never are: a poisoned one would reach every client. */
function getTtlSeconds(status: number, headers: HeaderMap): number {
  if (!cacheableStatuses.includes(status) || headers.has('set-cookie')) return 0
  if (headers.has('content-encoding') || getHeader(headers, 'vary')?.includes('*')) return 0
  return parseCacheControl(getHeader(headers, 'cache-control')).ttlSeconds
}

function isImmutable(headers: HeaderMap): boolean {
  return /\bimmutable\b/.test(getHeader(headers, 'cache-control') ?? '')
}

function parseCacheTags(header: string | undefined): string[] {
  return (header ?? '').split(/[\s,]+/).filter((tag) => tag !== '')
}
