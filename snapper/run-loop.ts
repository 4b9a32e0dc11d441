import type { Log } from './log.ts'
import { estimateBytes } from './queued-report.ts'
import { getResidentDelayMs, rejectedPauseMs } from './retry.ts'
import type { Outbox } from './spool/outbox.ts'
import type { Timing } from './timing.ts'
import type { TokenBucket } from './token-bucket.ts'
import type { UploadResult } from './upload-result.ts'
import type { Uploader } from './uploader.ts'

export interface RunLoopOptions {
  everyMs: number
  /** Collects a report and queues it; false if there was nothing to report. */
  tick(): Promise<boolean>
  outbox: Outbox
  uploader: Uploader
  bucket: TokenBucket
  timing: Timing
  log: Log
  stop: AbortSignal
}

/** Slower connections time out; this allows 2 MB in about a quarter of an hour. */
const minBytesPerSecond = 2_000
const sendMs = 90_000

/**
 * Collects reports on schedule and sends the queue in between, newest first. One thing at a time: a tick that comes due during
 * an upload runs right after it, and missed ticks are skipped.
 *
 * If the site rejects the credentials before the first delivery, the loop ends: the owner is probably watching. Later it
 * keeps retrying, because the site may only be under maintenance.
 * @returns the exit code
 */
export async function runLoop(options: RunLoopOptions): Promise<0 | 2> {
  const { everyMs, tick, outbox, uploader, bucket, timing, log, stop } = options
  const startedAtMs = timing.monotonic()
  let tickAtMs = startedAtMs
  let sendAtMs = startedAtMs
  let failures = 0
  let hasDelivered = false
  let isNew = false
  while (!stop.aborted) {
    if (timing.monotonic() >= tickAtMs) {
      // A supervisor may be missing, so log unexpected errors and carry on with the next tick.
      isNew = await tick().catch((error: unknown) => {
        log('error', 'unexpected error', {
          detail: error instanceof Error ? error.stack : String(error),
        })
        return false
      })
      const sinceStartMs = timing.monotonic() - startedAtMs
      tickAtMs = startedAtMs + (Math.floor(sinceStartMs / everyMs) + 1) * everyMs
      continue
    }
    const isPausing = timing.monotonic() < sendAtMs
    const entry = isPausing ? null : outbox.next()
    // Old reports may only use what the newest one leaves of the data budget.
    if (entry === null || !(isNew || estimateBytes(entry.report) <= bucket.available())) {
      const wakeAtMs = isPausing && outbox.count() > 0 ? Math.min(tickAtMs, sendAtMs) : tickAtMs
      await timing.sleep(Math.max(0, wakeAtMs - timing.monotonic()), stop)
      continue
    }
    const bytes = entry.report.jpeg?.length ?? 0
    const limitMs = Math.max(sendMs, (bytes / minBytesPerSecond) * 1000)
    const result = await uploader.send(entry, AbortSignal.timeout(limitMs))
    if (result.kind === 'misconfigured' && !hasDelivered) return 2
    if (result.kind === 'delivered') {
      hasDelivered = true
      isNew = false
    }
    failures = result.kind === 'retryable' ? failures + 1 : 0
    sendAtMs = timing.monotonic() + getPauseMs(result, failures, timing.random())
  }
  log('info', 'stopped', { waiting: outbox.count() })
  return 0
}

function getPauseMs(result: UploadResult, failures: number, random: number): number {
  if (result.kind === 'misconfigured') return rejectedPauseMs
  if (result.kind !== 'retryable') return 0
  return getResidentDelayMs(failures, result.retryAfterMs, random)
}
