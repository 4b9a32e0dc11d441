import { getBackoffMs } from '#lib/api/backoff.ts'
import { HttpError } from './http.ts'
import type { Log } from './log.ts'
import type { Backend } from './printers/backend.ts'
import type { Timing } from './timing.ts'

/** What the printer's server has announced. */
export interface Change {
  /** When nothing had changed yet, in milliseconds since 1970; `null`: unknown. */
  unchangedAtMs: number | null
}

/** The moments of a print, as its server announces them; the readings themselves come from the usual requests. */
export interface Moments {
  /** When to look, on the `timing.monotonic()` clock; infinite if nothing was announced. */
  dueAtMs(): number
  /** Aborts when something is announced. */
  announced(): AbortSignal
  /** What was announced since the last call. */
  take(): Change | null
  /** Counts a report, of which a minute allows only some. */
  reported(): void
  /** A moment was found that wasn't announced: the connection may be dead without having ended. */
  missed(): void
}

/** Servers announce several things at once, and some before their API shows them. */
const settleMs = 400
/** Each takes a picture's upload. */
const maxReports = 6
/** Of a minute, too: a state that flaps, or a server that announces what is none, must not keep it busy with requests. */
const maxLooks = 30
const backoff = { baseMs: 2_000, maxMs: 60_000 }
/** After a connection that has lasted this long the next one is opened soon. */
const goodMs = 30_000
/** An announcement may be later than the look on schedule that finds the same. */
const lateMs = 20_000

export function followMoments(
  backend: Pick<Backend, 'listen'>,
  { timing, log, stop }: { timing: Timing; log: Log; stop: AbortSignal },
): Moments {
  let announcement = new AbortController()
  let connection = new AbortController()
  let pending: (Change & { atMs: number }) | null = null
  let reports: number[] = []
  let looks: number[] = []
  /** Since when nothing was announced on an open connection; `null` without one. */
  let quietSinceMs: number | null = null
  let lastDetail = ''

  function announce(unchangedAtMs: number | null): void {
    const atMs = timing.monotonic()
    quietSinceMs = atMs
    pending ??= { unchangedAtMs, atMs }
    announcement.abort()
    announcement = new AbortController()
  }

  const listener = {
    opened() {
      lastDetail = ''
      log('info', 'listening: moments of a print are reported at once')
      // Whatever happened without a connection.
      announce(null)
    },
    changed: announce,
  }

  function warn(error: unknown): void {
    if (stop.aborted) return
    const detail = error instanceof HttpError ? error.message : String(error)
    // It may last for days.
    if (detail !== lastDetail)
      log('warn', 'not listening: moments of a print are reported on schedule', { detail })
    lastDetail = detail
  }

  async function follow(): Promise<void> {
    for (let failures = 0; !stop.aborted; ) {
      const startedAtMs = timing.monotonic()
      connection = new AbortController()
      await backend
        .listen(listener, AbortSignal.any([stop, connection.signal]))
        .then(() => Promise.reject(new HttpError('network', 'the connection was closed')))
        .catch(warn)
      quietSinceMs = null
      failures = timing.monotonic() - startedAtMs >= goodMs ? 1 : failures + 1
      const delayMs = getBackoffMs(failures, backoff) * (0.5 + timing.random() / 2)
      await timing.sleep(delayMs, stop)
    }
  }
  void follow()

  return {
    dueAtMs() {
      if (pending === null) return Number.POSITIVE_INFINITY
      const oldest = [reports.at(-maxReports), looks.at(-maxLooks)]
      const allowedAtMs = oldest.map((ms) => (ms === undefined ? 0 : ms + 60_000))
      return Math.max(pending.atMs + settleMs, ...allowedAtMs)
    },
    announced: () => announcement.signal,
    take() {
      const change = pending
      if (change !== null) looks = [...looks.slice(1 - maxLooks), timing.monotonic()]
      pending = null
      return change
    },
    reported() {
      reports = [...reports.slice(1 - maxReports), timing.monotonic()]
    },
    missed() {
      const [missedAtMs, { signal }] = [timing.monotonic(), connection]
      void timing.sleep(lateMs, AbortSignal.any([stop, signal])).then(() => {
        if (quietSinceMs !== null && quietSinceMs < missedAtMs)
          connection.abort(new HttpError('network', 'a change was not announced'))
      })
    },
  }
}
