import type { Log } from './log.ts'
import { estimateBytes } from './queued-report.ts'
import { getRetryDelayMs, maxTries } from './retry.ts'
import type { Entry, Outbox } from './spool/outbox.ts'
import type { Timing } from './timing.ts'
import type { TokenBucket } from './token-bucket.ts'
import type { UploadResult } from './upload-result.ts'
import type { Uploader } from './uploader.ts'

export interface Delivery {
  uploader: Uploader
  bucket: TokenBucket
  timing: Timing
  log: Log
  /** Deadline on the `timing.monotonic()` clock. */
  endsAtMs: number
  /** Aborts a request in flight at the deadline. */
  deadline: AbortSignal
  /** Stops waiting and retrying; a request in flight finishes. */
  stop: AbortSignal
}

/** Sends one entry until it is delivered, rejected or out of attempts or time. */
export async function deliver(entry: Entry, delivery: Delivery): Promise<UploadResult> {
  const { uploader, timing, log, endsAtMs, deadline, stop } = delivery
  for (let tries = 1; ; tries += 1) {
    const result = await uploader.send(entry, deadline)
    if (result.kind !== 'retryable' || tries === maxTries || stop.aborted) return result
    const delayMs = getRetryDelayMs(tries, result.retryAfterMs, timing.random())
    if (timing.monotonic() + delayMs >= endsAtMs) return result
    log('info', 'retrying', { tries, delay_ms: Math.round(delayMs) })
    await timing.sleep(delayMs, AbortSignal.any([stop, deadline]))
    if (stop.aborted || deadline.aborted) return result
  }
}

/** Sends the remaining entries, newest first, one attempt each, until an upload fails or time runs out. */
export async function deliverRest(outbox: Outbox, delivery: Delivery): Promise<void> {
  const { uploader, timing, endsAtMs, deadline, stop } = delivery
  while (!stop.aborted && timing.monotonic() < endsAtMs) {
    const entry = outbox.next()
    // Old reports may only use what the newest one leaves of the data budget.
    if (entry === null || estimateBytes(entry.report) > delivery.bucket.available()) return
    const result = await uploader.send(entry, deadline)
    if (result.kind === 'retryable' || result.kind === 'misconfigured') return
  }
}
