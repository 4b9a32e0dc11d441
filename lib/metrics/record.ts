import type { PictureFormat } from '#lib/api/picture-formats.ts'
import {
  type FastCounter,
  type FastHistogram,
  getFastCounter,
  getFastHistogram,
  observe,
} from './counters.ts'

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
/** `hit`: at once, from memory; `miss`: made, or brought into another encoding; `none`: no reading, such as an upload. */
export type RequestCache = 'hit' | 'miss' | 'none'
/** `repeated`: the same report again, which changes nothing. */
export type IngestResult = 'stored' | 'repeated' | 'failed'

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The series to add one to; the front door keeps it beside an answer that it holds. */
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

/** The series that a request's time joins; the front door keeps it beside an answer that it holds. */
export function getRequestDuration(route: RouteClass, cache: RequestCache): FastHistogram {
  return getFastHistogram('http_request', { route, cache })
}

/** From the request's header to the end of its answer, for whoever isn't answered from memory. */
export function observeRequest(route: RouteClass, method: string, seconds: number): void {
  const isReading = method === 'GET' || method === 'HEAD'
  observe(getRequestDuration(route, isReading ? 'miss' : 'none'), seconds)
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

/** @param code of the problem that the caller was told, such as `image-truncated` */
export function countHttpError(code: string): void {
  // Codes are words of ours; anything else would let a caller make series.
  getFastCounter('refusals', { reason: /^[a-z-]{1,40}$/.test(code) ? code : 'other' }).value += 1
}

/** Bytes of request bodies. */
export function countReceivedBytes(bytes: number): void {
  if (bytes > 0) getFastCounter('received_bytes', {}).value += bytes
}

/** One picture's variant, made. */
export function observeRender(format: PictureFormat, seconds: number): void {
  if (seconds >= 0) observe(getFastHistogram('image_render', { format }), seconds)
}

/** Whenever work for the image process comes or is done: how much there is now. */
export function recordImageQueue(work: { waiting: number; running: number }): void {
  for (const state of ['waiting', 'running'] as const)
    getFastCounter('image_jobs', { state }).value = work[state]
}
