import type { Log } from './log.ts'
import { estimateBytes } from './queued-report.ts'
import { getRetryDelayMs, maxTries } from './retry.ts'
import type { Entry, Outbox } from './spool/outbox.ts'
import type { Timing } from './timing.ts'
import type { TokenBucket } from './token-bucket.ts'
import type { UploadResult } from './upload-result.ts'
import type { Uploader } from './uploader.ts'

export interface Delivery {
  courier: Uploader
  ledger: TokenBucket
  timing: Timing
  log: Log
  /** When the time is up, as `timing.monotonic()` counts. */
  endsAtMs: number
  /** Ends with the time, and with it a request under way. */
  deadline: AbortSignal
  /** Ends the waiting; a request under way goes on. */
  stop: AbortSignal
}

/** Sends one entry until the site has it, it is hopeless or the time is up. */
export async function deliver(entry: Entry, delivery: Delivery): Promise<UploadResult> {
  const { courier, timing, log, endsAtMs, deadline, stop } = delivery
  for (let tries = 1; ; tries += 1) {
    const verdict = await courier.send(entry, deadline)
    if (verdict.kind !== 'passing' || tries === maxTries || stop.aborted) return verdict
    const delayMs = getRetryDelayMs(tries, verdict.retryAfterMs, timing.random())
    if (timing.monotonic() + delayMs >= endsAtMs) return verdict
    log('info', 'trying again', { tries, delay_ms: Math.round(delayMs) })
    await timing.sleep(delayMs, AbortSignal.any([stop, deadline]))
    if (stop.aborted || deadline.aborted) return verdict
  }
}

/** Sends what else waits, the newest first, one try each, as long as the line holds and there is time. */
export async function deliverRest(outbox: Outbox, delivery: Delivery): Promise<void> {
  const { courier, timing, endsAtMs, deadline, stop } = delivery
  while (!stop.aborted && timing.monotonic() < endsAtMs) {
    const entry = outbox.next()
    // The past waits for what the newest leaves of the budget.
    if (entry === null || estimateBytes(entry.parcel) > delivery.ledger.available()) return
    const verdict = await courier.send(entry, deadline)
    if (verdict.kind === 'passing' || verdict.kind === 'misconfigured') return
  }
}
