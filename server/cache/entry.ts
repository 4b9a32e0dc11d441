import { createHash } from 'node:crypto'
import type { FastCounter, FastHistogram } from '#lib/metrics/counters.ts'
import { getRequestCounter, getRequestDuration, type RouteClass } from '#lib/metrics/record.ts'
import { parseCacheControl } from '../headers/cache-control.ts'
import type { Origin } from '../headers/request-headers.ts'
import { getHeader, isHtml, toResponseHeaders } from '../headers/response-headers.ts'
import { classifyRoute } from '../headers/route-class.ts'
import type { HeaderMap } from '../next/captured-response.ts'
import { type Encoding, isCompressible } from './encodings.ts'

/** A whole answer of Next's. */
export interface BufferedResponse {
  status: number
  fields: HeaderMap
  body: Buffer
}

/** One encoding of an answer, ready to be sent: flat lists as `writeHead` takes them, so that a hit builds nothing. */
export interface Variant {
  /** Latin-1 text where it is short: header and body then leave in one write. */
  body: string | Buffer
  etag: string | null
  head: string[]
  notModifiedHead: string[]
  bytes: number
  /** As small as it gets; what isn't may be made again, better. */
  isBest: boolean
  /** The one that this took the place of: whoever has it has the same document, and is told so in its own words. */
  former: Variant | null
}

export interface CacheEntry {
  status: number
  source: BufferedResponse
  variants: Record<Encoding, Variant | null>
  isCompressible: boolean
  lastModified: string | null
  storedAtMs: number
  freshUntilMs: number
  /** Seconds, as written into the lists now; `null` for what isn't held. */
  age: number | null
  /** Asked for since the bound last looked; spared once. */
  isRecent: boolean
  /** Those who asked while it was being made may have it too. */
  isShareable: boolean
  tallies: {
    get: FastCounter
    head: FastCounter
    notModified: FastCounter
    duration: FastHistogram
  }
  encoding: Partial<Record<Encoding, Promise<Variant>>>
}

const maxTextBytes = 32 * 1024
/** What a 304 has to repeat, and what the one who asks from another site must see on every answer. */
const onNotModified = /^(?:cache-control|expires|content-location|vary|access-control-)/

export function createEntry(
  answer: BufferedResponse,
  about: { path: string; origin: Origin; heldSeconds: number; nowMs: number },
): CacheEntry {
  const { status, fields, body } = answer
  const html = isHtml(fields) ? body.toString('utf8') : null
  const outward = toResponseHeaders(fields, { path: about.path, origin: about.origin, html })
  const entry: CacheEntry = {
    status,
    source: { status, fields: outward, body },
    variants: { identity: null, gzip: null, br: null },
    isCompressible:
      !fields.has('content-encoding') &&
      isCompressible(getHeader(fields, 'content-type'), body.length),
    lastModified: getHeader(fields, 'last-modified') ?? null,
    storedAtMs: about.nowMs,
    freshUntilMs: about.nowMs + about.heldSeconds * 1000,
    age: about.heldSeconds > 0 ? 0 : null,
    isRecent: false,
    isShareable:
      !fields.has('set-cookie') &&
      (status >= 500 || parseCacheControl(getHeader(fields, 'cache-control')).isShareable),
    tallies: listTallies(classifyRoute(about.path), status),
    encoding: {},
  }
  if (status === 200 || about.heldSeconds > 0) outward.set('etag', findEtag(outward, body))
  outward.delete('content-length')
  addVariant(entry, 'identity', body)
  return entry
}

function listTallies(route: RouteClass, status: number): CacheEntry['tallies'] {
  return {
    get: getRequestCounter(route, 'GET', status),
    head: getRequestCounter(route, 'HEAD', status),
    notModified: getRequestCounter(route, 'GET', 304),
    duration: getRequestDuration(route, 'hit'),
  }
}

/** A route's own strong tag, or the hash of the bytes: a weak one says too little for two encodings of one page. */
function findEtag(fields: HeaderMap, body: Buffer): string {
  const own = getHeader(fields, 'etag')
  if (own !== undefined && /^"[^"]+"$/.test(own)) return own
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
}

export function addVariant(
  entry: CacheEntry,
  encoding: Encoding,
  body: Buffer,
  isBest = encoding === 'identity',
): Variant {
  const { fields } = entry.source
  const ownTag = getHeader(fields, 'etag') ?? null
  const name = isBest ? `${encoding}-best` : encoding
  const etag =
    encoding === 'identity' || ownTag === null ? ownTag : `${ownTag.slice(0, -1)}-${name}"`
  const before = entry.variants[encoding]
  const all: HeaderMap = new Map(fields)
  if (etag !== null) all.set('etag', etag)
  if (entry.isCompressible) {
    const vary = getHeader(fields, 'vary')
    all.set('vary', vary === undefined ? 'Accept-Encoding' : `${vary}, Accept-Encoding`)
  }
  if (encoding !== 'identity') all.set('content-encoding', encoding)
  all.set('content-length', String(body.length))
  const variant: Variant = {
    body: body.length <= maxTextBytes ? body.toString('latin1') : body,
    etag,
    head: flatten(all, entry.age),
    notModifiedHead: flatten(
      new Map([...all].filter(([name]) => name === 'etag' || onNotModified.test(name))),
      entry.age,
    ),
    bytes: body.length,
    isBest,
    former: before === null ? null : { ...before, body: '', bytes: 0 },
  }
  entry.variants[encoding] = variant
  return variant
}

/** `age` stands last, where `setAge` finds it. */
function flatten(fields: HeaderMap, age: number | null): string[] {
  const flat = [...fields].flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((one) => [name, one]),
  )
  return age === null ? flat : [...flat, 'age', String(age)]
}

/** An answer that is the same as before needn't be compressed again. @returns whether it is the same */
export function reuseEncodings(previous: CacheEntry, entry: CacheEntry): boolean {
  if (previous.status !== entry.status || !previous.source.body.equals(entry.source.body))
    return false
  for (const encoding of ['gzip', 'br'] as const) {
    const known = previous.variants[encoding]
    if (known === null || !entry.isCompressible) continue
    const body = Buffer.from(known.body as string, 'latin1') // Buffer.from takes both
    addVariant(entry, encoding, body, known.isBest).former = known.former
  }
  return true
}

/** Brings the lists of a held answer up to date, once a second at most. */
export function setAge(entry: CacheEntry, nowMs: number): void {
  const age = Math.floor((nowMs - entry.storedAtMs) / 1000)
  if (age === entry.age) return
  entry.age = age
  const text = String(age)
  for (const variant of Object.values(entry.variants).flatMap((one) => [one, one?.former])) {
    if (variant == null) continue
    variant.head[variant.head.length - 1] = text
    variant.notModifiedHead[variant.notModifiedHead.length - 1] = text
  }
}
