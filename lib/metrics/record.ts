import type { PictureFormat } from '#lib/api/picture-formats.ts'
import {
  type FastCounter,
  type FastHistogram,
  getFastCounter,
  getFastHistogram,
  observe,
} from './counters.ts'

/*
 * One function per event. None throws, and label values come from fixed sets: never an address, a token, a file name or a time.
 */

export type RouteClass = 'page' | 'feed' | 'printer' | 'picture' | 'api' | 'health' | 'asset'
/** `revalidated`: the entry had expired, and Next returned the same response. */
export type CacheResult = 'hit' | 'miss' | 'revalidated' | 'bypass'
/** `hit`: served from memory; `miss`: rendered, or compressed in another encoding; `none`: an upload, not a GET or HEAD. */
type RequestCache = 'hit' | 'miss' | 'none'
/** `repeated`: a report that was already stored; nothing changed. */
type IngestResult = 'stored' | 'repeated' | 'failed'

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The series to increment; the public cache stores it in its entries. */
export function getRequestCounter(route: RouteClass, method: string, status: number): FastCounter {
  return getFastCounter('http_requests', {
    route,
    method: methods.includes(method) ? method : 'other',
    code: String(status),
  })
}

export function countRequest(route: RouteClass, method: string, status: number): void {
  getRequestCounter(route, method, status).value += 1
}

/** The series for a request's duration; the public cache stores it in its entries. */
export function getRequestDuration(route: RouteClass, cache: RequestCache): FastHistogram {
  return getFastHistogram('http_request', { route, cache })
}

/** A request that wasn't served from memory: from its headers to the end of the response. */
export function observeRequest(route: RouteClass, method: string, seconds: number): void {
  const isRead = method === 'GET' || method === 'HEAD'
  observe(getRequestDuration(route, isRead ? 'miss' : 'none'), seconds)
}

export function getCacheCounter(result: CacheResult): FastCounter {
  return getFastCounter('public_cache', { result })
}

export function countCacheResult(result: CacheResult): void {
  getCacheCounter(result).value += 1
}

export function countIngest(result: IngestResult): void {
  getFastCounter('ingests', { result }).value += 1
}

/** @param code of the problem document, such as `image-truncated` */
export function countHttpError(code: string): void {
  // Codes come from ErrorCode; anything else would let a client create series.
  getFastCounter('http_errors', { reason: /^[a-z-]{1,40}$/.test(code) ? code : 'other' }).value += 1
}

const notificationResults = ['delivered', 'failed', 'given-up', 'turned-off'] as const

/** One try to send a notification. `turned-off`: the receiver refuses the channel. */
export function countNotification(result: (typeof notificationResults)[number]): void {
  getFastCounter('notifications', { result }).value += 1
}

/** Prometheus notices an increase only of a series that it has seen before. */
export function prepareNotificationCounts(): void {
  for (const result of notificationResults) getFastCounter('notifications', { result })
}

/** Bytes of request bodies. */
export function countReceivedBytes(bytes: number): void {
  if (bytes > 0) getFastCounter('received_bytes', {}).value += bytes
}

/** One rendered variant. */
export function observeRender(format: PictureFormat, seconds: number): void {
  if (seconds >= 0) observe(getFastHistogram('image_render', { format }), seconds)
}

/** Jobs of the image process, after each change. */
export function recordImageQueue(jobs: { waiting: number; running: number }): void {
  for (const state of ['waiting', 'running'] as const)
    getFastCounter('image_jobs', { state }).value = jobs[state]
}
