import { setTimeout as sleep } from 'node:timers/promises'
import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import type { IngestParts } from '../ingest.ts'
import type { Store } from '../ports.ts'
import { ingestRemote } from './ingest-remote.ts'
import { parseRemoteResponse } from './parse-response.ts'
import { RemoteError, type RemoteErrorKind } from './remote-error.ts'
import { createRemotePictures } from './remote-picture.ts'
import { fetchRemote, readBody } from './remote-request.ts'
import type { RemoteSync } from './remote-sync.ts'
import { scheduleRefresh } from './schedule.ts'

export interface RemotePrinterOptions {
  id: number
  source: URL
  store: Pick<Store, 'printers' | 'snapshots'>
  ingest: IngestParts
  follower: RemoteSync
  temporaryDir: string
  /** Told of what the owner should know, once each time that it changes. */
  onFault(message: string): void
  timing?: Partial<RemoteTiming>
}

export interface RemoteTiming {
  /** For what the printer says. */
  deadlineMs: number
  /** For its picture, which may be large. */
  pictureDeadlineMs: number
  /** So long a visitor is kept waiting for news. */
  patienceMs: number
  /** Times the usual rest between two questions; 0 in tests, which ask as they like. */
  restFactor: number
}

export interface RemotePrinter {
  source: URL
  /** Why the last question came to nothing; `null` where it was answered, or none has ended yet. */
  readonly fault: RemoteErrorKind | null
  /**
   * Asks where it is time to, one question at a time whoever looks. Resolves when its answer is in the store, or when a visitor has
   * waited long enough; never rejects.
   */
  look(): Promise<void>
  /** Looks by itself, seldom, from now on. */
  start(): void
  close(): Promise<void>
}

const usual: RemoteTiming = {
  deadlineMs: 5_000,
  pictureDeadlineMs: 20_000,
  patienceMs: 1_500,
  restFactor: 1,
}
/** A printer's object with its placeholder has 5 kB. */
const maxAnswerBytes = 256 * 1024

/** A printer whose API lives elsewhere: asked there, and what is new of it kept here. */
export function createRemotePrinter(options: RemotePrinterOptions): RemotePrinter {
  const { id, source, store, ingest, follower, onFault } = options
  const timing = { ...usual, ...options.timing }
  const pictures = createRemotePictures(options)
  const closing = new AbortController()
  let etag: string | null = null
  let fault: RemoteErrorKind | null = null
  let failures = 0
  let flight: Promise<void> | null = null
  let askAgainAtMs = 0
  let isStarted = false
  let timer: NodeJS.Timeout | undefined
  let lastPictureFault = ''

  const within = (ms: number) => AbortSignal.any([AbortSignal.timeout(ms), closing.signal])
  const onPictureFault = (message: string) => {
    if (message !== lastPictureFault) onFault(message)
    lastPictureFault = message
  }

  async function ask(): Promise<void> {
    const answer = await fetchRemote({
      url: source,
      source,
      headers: { accept: 'application/json', ...(etag === null ? {} : { 'if-none-match': etag }) },
      signal: within(timing.deadlineMs),
    })
    if (answer.status === 304 && etag !== null) {
      answer.body.destroy()
      return
    }
    if (answer.status !== 200) {
      answer.body.on('error', () => undefined).destroy()
      throw new RemoteError('faulty', `${answer.url.href} answers ${answer.status}`)
    }
    const body = await readBody(answer, maxAnswerBytes)
    const told = parseRemoteResponse(body, answer.url, ingest.now())
    const printer = await follower.follow(id, told)
    if (printer === null) return
    const parts = { store, ingest, pictures, onPictureFault }
    const isWhole = await ingestRemote(parts, printer, told, within(timing.pictureDeadlineMs))
    etag = isWhole ? (answer.headers.etag ?? null) : null
  }

  /** Never rejects: whoever looks sees what is known, and how old it is. */
  async function askAndTell(): Promise<void> {
    try {
      await ask()
      if (fault !== null) onFault(`${source.href} answers again`)
      fault = null
      failures = 0
    } catch (error) {
      if (closing.signal.aborted) return
      failures += 1
      const message = error instanceof Error ? error.message : String(error)
      // Our own store that can't be written is no fault of theirs.
      const kind = error instanceof RemoteError ? error.kind : null
      if (kind === null || kind !== fault) onFault(message)
      if (kind !== null) fault = kind
    }
    await schedule()
  }

  async function schedule(): Promise<void> {
    const { watchedMs, unwatchedMs } = scheduleRefresh(await getUntilDueMs(), failures)
    askAgainAtMs = performance.now() + watchedMs * timing.restFactor
    clearTimeout(timer)
    if (!isStarted || closing.signal.aborted) return
    // Replicas that were started together don't go on together.
    timer = setTimeout(look, unwatchedMs * (1 + 0.1 * Math.random())).unref()
  }

  async function getUntilDueMs(): Promise<number> {
    try {
      const { observation, snapshot, intervalSeconds } = await store.snapshots.getCurrent(id)
      const seenMs = Math.max(
        observation?.observedAt.getTime() ?? 0,
        snapshot?.capturedAt.getTime() ?? 0,
      )
      // Who waits for a first picture waits eagerly.
      if (seenMs === 0) return 0
      return seenMs + (intervalSeconds ?? defaultIntervalSeconds) * 1000 - ingest.now().getTime()
    } catch {
      return 0 // told by who asks the store for its own sake
    }
  }

  async function look(): Promise<void> {
    if (closing.signal.aborted) return
    if (flight === null && performance.now() >= askAgainAtMs)
      flight = askAndTell().finally(() => {
        flight = null
      })
    // Who is known not to answer is waited for by nobody.
    if (flight === null || failures > 0) return
    const waited = new AbortController()
    const patience = sleep(timing.patienceMs, undefined, { signal: waited.signal, ref: false })
    await Promise.race([flight, patience.catch(() => undefined)])
    waited.abort()
  }

  return {
    source,
    get fault() {
      return fault
    },
    look,
    start() {
      isStarted = true
      timer = setTimeout(look, 1_000 * Math.random()).unref()
    },
    async close() {
      closing.abort()
      clearTimeout(timer)
      await flight
    },
  }
}
