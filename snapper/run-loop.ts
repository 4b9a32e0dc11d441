import { createLooking, type LookingOptions } from './looking.ts'
import { estimateBytes } from './queued-report.ts'
import { getResidentDelayMs, rejectedPauseMs } from './retry.ts'
import type { Outbox } from './spool/outbox.ts'
import type { TokenBucket } from './token-bucket.ts'
import type { UploadResult } from './upload-result.ts'
import type { Uploader } from './uploader.ts'

export interface RunLoopOptions extends LookingOptions {
  everyMs: number
  /** What the last tick still collects while its report is sent; never rejects. */
  rest?: ReadonlySet<Promise<void>>
  outbox: Outbox
  uploader: Uploader
  bucket: TokenBucket
  stop: AbortSignal
}

/** Slower connections time out; this allows 2 MB in about a quarter of an hour. */
const minBytesPerSecond = 2_000
const sendMs = 90_000

/**
 * Collects reports on schedule and sends the queue in between, newest first. A tick that comes due during an upload runs right after
 * it, and missed ticks are skipped. A change that the printer's server announces is looked at soon, even during an upload: the
 * finished part may be gone afterwards.
 *
 * If the site rejects the credentials before the first delivery, the loop ends: the owner is probably watching. Later it
 * keeps retrying, because the site may only be under maintenance.
 * @returns the exit code
 */
export async function runLoop(options: RunLoopOptions): Promise<0 | 2> {
  const { everyMs, outbox, uploader, bucket, timing, log, stop } = options
  const looking = createLooking(options)
  const startedAtMs = timing.monotonic()
  let tickAtMs = startedAtMs
  let sendAtMs = startedAtMs
  let failures = 0
  let hasDelivered = false
  let isNew = false
  while (!stop.aborted) {
    if (timing.monotonic() >= tickAtMs) {
      isNew = await looking.look(true)
      const sinceStartMs = timing.monotonic() - startedAtMs
      tickAtMs = startedAtMs + (Math.floor(sinceStartMs / everyMs) + 1) * everyMs
      continue
    }
    if (looking.isDue()) {
      isNew = (await looking.look(false)) || isNew
      continue
    }
    const isPausing = timing.monotonic() < sendAtMs
    const entry = isPausing ? null : outbox.next()
    // Old reports may only use what the newest one leaves of the data budget.
    if (entry === null || !(isNew || estimateBytes(entry.report) <= bucket.available())) {
      const wakeAtMs = isPausing && outbox.count() > 0 ? Math.min(tickAtMs, sendAtMs) : tickAtMs
      await Promise.race([looking.waitUntil(wakeAtMs, stop), ...(options.rest ?? [])])
      continue
    }
    const bytes = entry.report.jpeg?.length ?? 0
    const limitMs = Math.max(sendMs, (bytes / minBytesPerSecond) * 1000)
    const sending = uploader.send(entry, AbortSignal.timeout(limitMs))
    const [result, isReported] = await looking.during(sending)
    if (result.kind === 'misconfigured' && !hasDelivered) return 2
    if (result.kind === 'delivered') {
      hasDelivered = true
      isNew = isReported
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
