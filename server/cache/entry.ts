import { createEtag } from '#lib/core/etag.ts'
import type { FastCounter, FastHistogram } from '#lib/metrics/counters.ts'
import { getRequestCounter, getRequestDuration, type RouteClass } from '#lib/metrics/record.ts'
import { parseCacheControl } from '../headers/cache-control.ts'
import type { Origin } from '../headers/request-headers.ts'
import { getHeader, toResponseHeaders } from '../headers/response-headers.ts'
import type { BufferedResponse, HeaderMap } from '../next/captured-response.ts'
import { classifyRoute } from '../request-log.ts'
import { type Encoding, isCompressible } from './encodings.ts'

/** One encoding of a response, ready to send: flat header lists as `writeHead` takes them, so a hit allocates nothing. */
export interface Variant {
  /** Latin-1 text where it is short: header and body then leave in one write. */
  body: string | Buffer
  etag: string | null
  head: string[]
  notModifiedHead: string[]
  bytes: number
  /** `false`: a better compression may still replace it. */
  isBest: boolean
  /** The variant that this one replaced. A client that has it gets a 304 with its ETag: the document is the same. */
  previous: Variant | null
}

export interface CacheEntry {
  status: number
  source: BufferedResponse
  variants: Record<Encoding, Variant | null>
  compressing: Partial<Record<Encoding, Promise<Variant>>>
  isCompressible: boolean
  lastModified: string | null
  storedAtMs: number
  freshUntilMs: number
  /** Seconds, as the header lists have it now; `null` for what isn't cached. */
  age: number | null
  /** Requests since the store last looked for something to evict. An entry with any is spared once. */
  hits: number
  /** Shows a printer, which another replica may change. */
  isLive: boolean
  /** Requests that arrived while the response was being made may have it too. */
  isShareable: boolean
  metrics: {
    get: FastCounter
    head: FastCounter
    notModified: FastCounter
    duration: FastHistogram
  }
}

const maxTextBytes = 32 * 1024
/** What a 304 repeats, and what a page on another site must be able to read of every response. */
const onNotModified = /^(?:cache-control|expires|content-location|vary|access-control-)/

/** @param about.ttlSeconds 0 for a response that is only sent once */
export function createEntry(
  response: BufferedResponse,
  about: { path: string; origin: Origin; ttlSeconds: number; nowMs: number; isLive?: boolean },
): CacheEntry {
  const { status, headers, body } = response
  const { path, origin, ttlSeconds, nowMs } = about
  const sent = toResponseHeaders(headers, { path, origin, page: response.page ?? null })
  const entry: CacheEntry = {
    status,
    source: { status, headers: sent, body },
    variants: { identity: null, gzip: null, br: null },
    compressing: {},
    isCompressible:
      !headers.has('content-encoding') &&
      isCompressible(getHeader(headers, 'content-type'), body.length),
    lastModified: getHeader(headers, 'last-modified') ?? null,
    storedAtMs: nowMs,
    freshUntilMs: nowMs + ttlSeconds * 1000,
    age: ttlSeconds > 0 ? 0 : null,
    hits: 0,
    isLive: about.isLive ?? false,
    isShareable:
      !headers.has('set-cookie') &&
      (status >= 500 || parseCacheControl(getHeader(headers, 'cache-control')).isShareable),
    metrics: getMetrics(classifyRoute(path), status),
  }
  if (status === 200 || ttlSeconds > 0) sent.set('etag', chooseEtag(sent, body))
  sent.delete('content-length')
  addVariant(entry, 'identity', body)
  return entry
}

function getMetrics(route: RouteClass, status: number): CacheEntry['metrics'] {
  return {
    get: getRequestCounter(route, 'GET', status),
    head: getRequestCounter(route, 'HEAD', status),
    notModified: getRequestCounter(route, 'GET', 304),
    duration: getRequestDuration(route, 'hit'),
  }
}

/** The route's own strong ETag, or one of the bytes: a weak one doesn't distinguish two encodings of one page. */
function chooseEtag(headers: HeaderMap, body: Buffer): string {
  const own = getHeader(headers, 'etag')
  return own !== undefined && /^"[^"]+"$/.test(own) ? own : createEtag(body)
}

export function addVariant(
  entry: CacheEntry,
  encoding: Encoding,
  body: Buffer,
  isBest = encoding === 'identity',
): Variant {
  const { headers } = entry.source
  const ownEtag = getHeader(headers, 'etag') ?? null
  const suffix = isBest ? `${encoding}-best` : encoding
  const etag =
    encoding === 'identity' || ownEtag === null ? ownEtag : `${ownEtag.slice(0, -1)}-${suffix}"`
  const previous = entry.variants[encoding]
  const sent: HeaderMap = new Map(headers)
  if (etag !== null) sent.set('etag', etag)
  if (entry.isCompressible) {
    const vary = getHeader(headers, 'vary')
    sent.set('vary', vary === undefined ? 'Accept-Encoding' : `${vary}, Accept-Encoding`)
  }
  if (encoding !== 'identity') sent.set('content-encoding', encoding)
  sent.set('content-length', String(body.length))
  const variant: Variant = {
    body: body.length <= maxTextBytes ? body.toString('latin1') : body,
    etag,
    head: flatten(sent, entry.age),
    notModifiedHead: flatten(
      new Map([...sent].filter(([name]) => name === 'etag' || onNotModified.test(name))),
      entry.age,
    ),
    bytes: body.length,
    isBest,
    previous: previous === null ? null : { ...previous, body: '', bytes: 0 },
  }
  entry.variants[encoding] = variant
  return variant
}

/** `age` comes last, where `setAge` finds it. */
function flatten(headers: HeaderMap, age: number | null): string[] {
  const flat = [...headers].flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((one) => [name, one]),
  )
  return age === null ? flat : [...flat, 'age', String(age)]
}

/** Keeps the compressed variants of an expired entry whose body is the same again. @returns whether it is the same */
export function reuseVariants(expired: CacheEntry, entry: CacheEntry): boolean {
  if (expired.status !== entry.status || !expired.source.body.equals(entry.source.body))
    return false
  for (const encoding of ['gzip', 'br'] as const) {
    const known = expired.variants[encoding]
    if (known === null || !entry.isCompressible) continue
    const body = Buffer.from(known.body as string, 'latin1') // Buffer.from takes both
    addVariant(entry, encoding, body, known.isBest).previous = known.previous
  }
  return true
}

/** Writes an entry's age into its header lists, once a second at most. */
export function setAge(entry: CacheEntry, nowMs: number): void {
  const age = Math.floor((nowMs - entry.storedAtMs) / 1000)
  if (age === entry.age) return
  entry.age = age
  const text = String(age)
  for (const variant of Object.values(entry.variants).flatMap((one) => [one, one?.previous])) {
    if (variant == null) continue
    variant.head[variant.head.length - 1] = text
    variant.notModifiedHead[variant.notModifiedHead.length - 1] = text
  }
}
