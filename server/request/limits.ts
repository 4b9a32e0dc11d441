import type { ServerOptions } from 'node:http'
import { maxBodyBytes, maxPostBytes } from '#lib/http/limits.ts'

/** What one client may use of the site. Tests set smaller limits to stay fast. */
export interface Limits {
  /** From the connection, or the end of the previous request, to the last byte of the headers. */
  headersTimeoutMs: number
  keepAliveTimeoutMs: number
  /** Without a byte in either direction: the client doesn't read its response, or has vanished. */
  silenceTimeoutMs: number
  maxHeaderBytes: number
  maxConnections: number
  /** Of a body, as declared and as counted. */
  maxBodyBytes: number
  /** Of a post that an app sends. */
  maxPostBytes: number
  body: BodyRate
}

/**
 * A body has no total timeout: a 64 kbit/s uplink needs over four minutes for 2 MB and may stall for 20 s. It has a minimum rate
 * instead, over a sliding window.
 */
export interface BodyRate {
  minBytesPerSecond: number
  /** Also the grace period at the start: nothing is rejected before the first window has passed. */
  windowMs: number
  checkEveryMs: number
}

export const defaultLimits: Limits = {
  headersTimeoutMs: 10_000,
  // Longer than the 60 s for which proxies keep an idle connection: the proxy must be the one that closes it.
  keepAliveTimeoutMs: 65_000,
  silenceTimeoutMs: 120_000,
  maxHeaderBytes: 16 * 1024,
  maxConnections: 12_000,
  maxBodyBytes,
  maxPostBytes,
  body: { minBytesPerSecond: 512, windowMs: 30_000, checkEveryMs: 1_000 },
}

export function toServerOptions(given: Limits): ServerOptions {
  return {
    headersTimeout: given.headersTimeoutMs,
    requestTimeout: 0,
    keepAliveTimeout: given.keepAliveTimeoutMs,
    maxHeaderSize: given.maxHeaderBytes,
    connectionsCheckingInterval: Math.min(2_000, given.headersTimeoutMs),
    // validate.ts rejects these with a problem document.
    requireHostHeader: false,
    noDelay: true,
  }
}
