import type { IncomingHttpHeaders } from 'node:http'
import type { Body } from './body.ts'
import type { Reach } from './reach.ts'

export interface OutboundRequest {
  url: URL
  /** Default `public`. A function gets each URL of a chain of redirects. */
  reach?: Reach | ((url: URL) => Reach)
  /** Default GET. A POST follows no redirect. */
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT'
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Media types of a successful response, such as `text/html` or `image/*`. Default: all. */
  accept?: readonly string[]
  /** Default 5; with 0 a redirect is the response. */
  maxRedirects?: number
  /** Of the body, decoded. Default 1 MB. */
  maxBytes?: number
  /** For everything from the first connection to the body's last byte. Default 10 s. */
  timeoutMs?: number
  signal?: AbortSignal
}

export interface OutboundResponse {
  status: number
  headers: IncomingHttpHeaders
  /** After redirects. */
  url: URL
  /** Decoded and limited; to be read once, or cancelled. */
  body: Body
}
