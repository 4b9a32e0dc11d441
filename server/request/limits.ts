import type { ServerOptions } from 'node:http'
import { maxBodyBytes } from '#lib/http/limits.ts'

/** What one caller may take of the site. Tests bring smaller ones, so that they take seconds. */
export interface Limits {
  /** From the connection, or the end of the request before, to the last byte of the header. */
  headersTimeoutMs: number
  keepAliveTimeoutMs: number
  /** Nothing goes either way for so long: a client that doesn't read its answer, or has vanished. */
  silenceTimeoutMs: number
  maxHeaderBytes: number
  maxConnections: number
  /** Of a body under /api, as declared and as counted. */
  maxBodyBytes: number
  body: BodyRate
}

/**
 * A body has no total time: a 64 kbit/s uplink needs over four minutes for 2 MB and may stall for 20 s within. It has a lowest
 * rate instead, over a window that slides.
 */
export interface BodyRate {
  minBytesPerSecond: number
  /** Also the grace at the start: the first window has to pass before anything is judged. */
  windowMs: number
  checkEveryMs: number
}

export const limits: Limits = {
  headersTimeoutMs: 10_000,
  // Longer than the 60 s that proxies keep an idle connection to us: the one that closes first must be they.
  keepAliveTimeoutMs: 65_000,
  silenceTimeoutMs: 120_000,
  maxHeaderBytes: 16 * 1024,
  maxConnections: 12_000,
  maxBodyBytes,
  body: { minBytesPerSecond: 512, windowMs: 30_000, checkEveryMs: 1_000 },
}

export function toServerOptions(given: Limits): ServerOptions {
  return {
    headersTimeout: given.headersTimeoutMs,
    requestTimeout: 0,
    keepAliveTimeout: given.keepAliveTimeoutMs,
    maxHeaderSize: given.maxHeaderBytes,
    connectionsCheckingInterval: Math.min(2_000, given.headersTimeoutMs),
    // Answered by the gate, with a problem document.
    requireHostHeader: false,
    noDelay: true,
  }
}
