import type { Log } from './log.ts'
import { estimateBytes } from './queued-report.ts'
import { getResidentDelayMs, refusedPauseMs } from './retry.ts'
import type { Outbox } from './spool/outbox.ts'
import type { Timing } from './timing.ts'
import type { TokenBucket } from './token-bucket.ts'
import type { UploadResult } from './upload-result.ts'
import type { Uploader } from './uploader.ts'

export interface RunLoopOptions {
  everyMs: number
  /** Takes a report and puts it into the outbox, unless there is nothing to report. */
  beat(): Promise<boolean>
  outbox: Outbox
  courier: Uploader
  ledger: TokenBucket
  timing: Timing
  log: Log
  stop: AbortSignal
}

/** Slower than this no line is worth waiting for; it gives 2 MB a quarter of an hour. */
const minBytesPerSecond = 2_000
const sendMs = 90_000

/**
 * Takes reports on the beat and sends what waits in between, the newest first. One thing at a time: a beat that comes due
 * during an upload is taken right after it, and beats that passed meanwhile are left out.
 *
 * A first report that the site refuses ends it, for somebody is watching then; a later one doesn't, for nobody is, and the
 * site may only be under repair.
 * @returns the exit code
 */
export async function runLoop(options: RunLoopOptions): Promise<0 | 2> {
  const { everyMs, beat, outbox, courier, ledger, timing, log, stop } = options
  const startedAtMs = timing.monotonic()
  let beatAtMs = startedAtMs
  let sendAtMs = startedAtMs
  let failures = 0
  let hasDelivered = false
  let isNew = false
  while (!stop.aborted) {
    if (timing.monotonic() >= beatAtMs) {
      // Nobody is there to start it again: what can't happen is told, and the next beat comes.
      isNew = await beat().catch((error: unknown) => {
        log('error', 'unexpected', { detail: error instanceof Error ? error.stack : String(error) })
        return false
      })
      const sinceStartMs = timing.monotonic() - startedAtMs
      beatAtMs = startedAtMs + (Math.floor(sinceStartMs / everyMs) + 1) * everyMs
      continue
    }
    const isPausing = timing.monotonic() < sendAtMs
    const entry = isPausing ? null : outbox.next()
    // The past waits for what the newest leaves of the budget.
    if (entry === null || !(isNew || estimateBytes(entry.parcel) <= ledger.available())) {
      const wakeAtMs = isPausing && outbox.count() > 0 ? Math.min(beatAtMs, sendAtMs) : beatAtMs
      await timing.sleep(Math.max(0, wakeAtMs - timing.monotonic()), stop)
      continue
    }
    const bytes = entry.parcel.jpeg?.length ?? 0
    const limitMs = Math.max(sendMs, (bytes / minBytesPerSecond) * 1000)
    const verdict = await courier.send(entry, AbortSignal.timeout(limitMs))
    if (verdict.kind === 'misconfigured' && !hasDelivered) return 2
    if (verdict.kind === 'delivered') {
      hasDelivered = true
      isNew = false
    }
    failures = verdict.kind === 'passing' ? failures + 1 : 0
    sendAtMs = timing.monotonic() + getPauseMs(verdict, failures, timing.random())
  }
  log('info', 'stopped', { waiting: outbox.count() })
  return 0
}

function getPauseMs(verdict: UploadResult, failures: number, random: number): number {
  if (verdict.kind === 'misconfigured') return refusedPauseMs
  if (verdict.kind !== 'passing') return 0
  return getResidentDelayMs(failures, verdict.retryAfterMs, random)
}
