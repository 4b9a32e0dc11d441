import { setTimeout as sleep } from 'node:timers/promises'
import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import type { IngestParts } from '../ingest.ts'
import type { Store } from '../ports.ts'
import { ingestRemote } from './ingest-remote.ts'
import { parseRemoteResponse } from './parse-response.ts'
import { getRemoteErrorKind, RemoteError, type RemoteErrorKind } from './remote-error.ts'
import { createRemotePictures } from './remote-picture.ts'
import { openRemote } from './remote-request.ts'
import type { RemoteSync } from './remote-sync.ts'
import { scheduleRefresh } from './schedule.ts'

interface RemotePrinterOptions {
  id: number
  source: URL
  isTrusted: boolean
  store: Pick<Store, 'printers' | 'snapshots'>
  ingest: IngestParts
  sync: RemoteSync
  temporaryDir: string
  /** Called with a message for the owner's log, once per change. */
  onError(message: string): void
  timing?: Partial<RemoteTiming>
}

export interface RemoteTiming {
  /** Of the request for the printer object. */
  timeoutMs: number
  /** Of the request for the picture, which may be large. */
  pictureTimeoutMs: number
  /** How long a visitor waits for fresh data. */
  maxWaitMs: number
  /** Multiplies the pause between two requests; tests use 0. */
  pauseFactor: number
}

export interface RemotePrinter {
  source: URL
  /** Why the last request failed; `null` where it succeeded, or none has ended yet. */
  readonly errorKind: RemoteErrorKind | null
  /**
   * Sends a request if one is due; concurrent callers share it. Resolves when the response is in the store, or after the time that
   * a visitor waits. Never rejects.
   */
  refresh(): Promise<void>
  /** Refreshes rarely from now on, without visitors too. */
  start(): void
  close(): Promise<void>
}

const defaultTiming: RemoteTiming = {
  timeoutMs: 5_000,
  pictureTimeoutMs: 20_000,
  maxWaitMs: 1_500,
  pauseFactor: 1,
}
/** A printer object with its placeholder has 5 kB. */
const maxResponseBytes = 256 * 1024

/** A printer whose API is on another server: its responses are ingested here. */
export function createRemotePrinter(options: RemotePrinterOptions): RemotePrinter {
  const { id, source, isTrusted, store, ingest, sync, onError } = options
  const timing = { ...defaultTiming, ...options.timing }
  const pictures = createRemotePictures(options)
  const closing = new AbortController()
  let etag: string | null = null
  let errorKind: RemoteErrorKind | null = null
  let failures = 0
  let inFlight: Promise<void> | null = null
  let nextRequestAtMs = 0
  let isStarted = false
  let timer: NodeJS.Timeout | undefined
  let lastPictureError = ''

  const withTimeout = (ms: number) => AbortSignal.any([AbortSignal.timeout(ms), closing.signal])
  const onPictureError = (message: string) => {
    if (message !== lastPictureError) onError(message)
    lastPictureError = message
  }

  async function request(): Promise<void> {
    const response = await openRemote({
      url: source,
      source,
      isTrusted,
      headers: { accept: 'application/json', ...(etag === null ? {} : { 'if-none-match': etag }) },
      maxBytes: maxResponseBytes,
      signal: withTimeout(timing.timeoutMs),
    })
    if (response.status === 304 && etag !== null) {
      response.body.cancel()
      return
    }
    if (response.status !== 200) {
      response.body.cancel()
      throw new RemoteError(`${response.url.href} responded with ${response.status}`)
    }
    const body = await Array.fromAsync(response.body)
    const parsed = parseRemoteResponse(Buffer.concat(body), response.url, ingest.now())
    const printer = await sync.apply(id, parsed)
    if (printer === null) return
    const parts = { store, ingest, pictures, onPictureError }
    const signal = withTimeout(timing.pictureTimeoutMs)
    const isComplete = await ingestRemote(parts, printer, parsed, signal)
    etag = isComplete ? (response.headers.etag ?? null) : null
  }

  /** Never rejects: on failure a visitor gets the stored data with its age. */
  async function requestAndReport(): Promise<void> {
    try {
      await request()
      if (errorKind !== null) onError(`${source.href} responds again`)
      errorKind = null
      failures = 0
    } catch (error) {
      if (closing.signal.aborted) return
      failures += 1
      const message = error instanceof Error ? error.message : String(error)
      // An error of our own store is not the remote server's.
      const kind = getRemoteErrorKind(error)
      if (kind === null || kind !== errorKind) onError(message)
      if (kind !== null) errorKind = kind
    }
    await schedule()
  }

  async function schedule(): Promise<void> {
    const { watchedMs, unwatchedMs } = scheduleRefresh(await getUntilDueMs(), failures)
    nextRequestAtMs = performance.now() + watchedMs * timing.pauseFactor
    clearTimeout(timer)
    if (!isStarted || closing.signal.aborted) return
    // Jitter, so that replicas started together drift apart.
    timer = setTimeout(refresh, unwatchedMs * (1 + 0.1 * Math.random())).unref()
  }

  async function getUntilDueMs(): Promise<number> {
    try {
      const { observation, snapshot, intervalSeconds } = await store.snapshots.getCurrent(id)
      const lastSeenMs = Math.max(
        observation?.observedAt.getTime() ?? 0,
        snapshot?.capturedAt.getTime() ?? 0,
      )
      // The first picture is requested as soon as possible.
      if (lastSeenMs === 0) return 0
      const intervalMs = (intervalSeconds ?? defaultIntervalSeconds) * 1000
      return lastSeenMs + intervalMs - ingest.now().getTime()
    } catch {
      return 0 // the page that reads the store reports its error
    }
  }

  async function refresh(): Promise<void> {
    if (closing.signal.aborted) return
    if (inFlight === null && performance.now() >= nextRequestAtMs)
      inFlight = requestAndReport().finally(() => {
        inFlight = null
      })
    // While the server fails, visitors don't wait for it.
    if (inFlight === null || failures > 0) return
    const waited = new AbortController()
    const timeout = sleep(timing.maxWaitMs, undefined, { signal: waited.signal, ref: false })
    await Promise.race([inFlight, timeout.catch(() => undefined)])
    waited.abort()
  }

  return {
    source,
    get errorKind() {
      return errorKind
    },
    refresh,
    start() {
      isStarted = true
      timer = setTimeout(refresh, 1_000 * Math.random()).unref()
    },
    async close() {
      closing.abort()
      clearTimeout(timer)
      await inFlight
    },
  }
}
