import { durationBounds, getDurationTally, getTally, type Tally } from './tallies.ts'

/*
 * One function per thing that happens. None throws, and every label comes from a fixed set: never an address, a token, a
 * file's name or a time.
 */

export type RouteClass =
  | 'page'
  | 'feed'
  | 'printer'
  | 'picture'
  | 'api'
  | 'health'
  | 'asset'
  | 'door'
/** `revalidated`: the time was up, and Next gave the same answer again. */
export type CacheResult = 'hit' | 'miss' | 'revalidated' | 'bypass'
/** `repeated`: the same report again, which changes nothing. */
export type IngestResult = 'stored' | 'repeated' | 'failed'

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The series to add one to; the front door keeps it beside an answer that it holds. */
export function getRequestTally(route: RouteClass, method: string, status: number): Tally {
  return getTally('http_requests', {
    route,
    method: methods.includes(method) ? method : 'other',
    code: String(status),
  })
}

export function countRequest(route: RouteClass, method: string, status: number): void {
  getRequestTally(route, method, status).value += 1
}

export function getCacheTally(result: CacheResult): Tally {
  return getTally('public_cache', { result })
}

export function countCacheResult(result: CacheResult): void {
  getCacheTally(result).value += 1
}

export function countIngest(result: IngestResult): void {
  getTally('ingests', { result }).value += 1
}

/** @param code of the problem that the caller was told, such as `image-truncated` */
export function countRefusal(code: string): void {
  // Codes are words of ours; anything else would let a caller make series.
  getTally('refusals', { reason: /^[a-z-]{1,40}$/.test(code) ? code : 'other' }).value += 1
}

/** Bytes of request bodies. */
export function countReceivedBytes(bytes: number): void {
  if (bytes > 0) getTally('received_bytes', {}).value += bytes
}

/** One picture's variant, made. */
export function observeRender(format: 'avif' | 'webp' | 'jpg', seconds: number): void {
  if (!(seconds >= 0)) return
  const tally = getDurationTally('image_render', { format })
  const bucket = durationBounds.findIndex((bound) => seconds <= bound)
  const place = bucket === -1 ? durationBounds.length : bucket
  tally.counts[place] = (tally.counts[place] ?? 0) + 1
  tally.sumSeconds += seconds
}
