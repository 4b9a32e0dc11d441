import type { Log } from './log.ts'
import type { Moments } from './moments.ts'
import type { Occasion } from './schedule.ts'
import type { Timing } from './timing.ts'

export interface LookingOptions {
  /** Collects a report and queues it; false if there was nothing to report. */
  tick(occasion: Occasion): Promise<boolean>
  /** `null`: looks only on schedule. */
  moments: Moments | null
  timing: Timing
  log: Log
}

/** When the resident snapper looks at the printer: on schedule and when something is announced, never twice at a time. */
export interface Looking {
  /** @returns whether a report was queued */
  look(isScheduled: boolean): Promise<boolean>
  /** Whether something was announced that may be looked at now. */
  isDue(): boolean
  /** Sleeps until then, or until something is due. */
  waitUntil(wakeAtMs: number, signal: AbortSignal): Promise<void>
  /**
   * Looks at what is announced until the work has ended.
   * @returns its result, and whether a report was queued meanwhile
   */
  during<T>(work: Promise<T>): Promise<[result: T, isReported: boolean]>
}

/** A timer can't be set to infinity. */
const longestSleepMs = 3_600_000

export function createLooking({ tick, moments, timing, log }: LookingOptions): Looking {
  const isDue = () => moments !== null && timing.monotonic() >= moments.dueAtMs()

  async function look(isScheduled: boolean): Promise<boolean> {
    const change = moments?.take() ?? null
    // A supervisor may be missing, so log unexpected errors and carry on with the next tick.
    const isReported = await tick({ isScheduled, change }).catch((error: unknown) => {
      const detail = error instanceof Error ? error.stack : String(error)
      log('error', 'unexpected error', { detail })
      return false
    })
    if (isReported && !isScheduled) moments?.reported()
    return isReported
  }

  async function waitUntil(wakeAtMs: number, signal: AbortSignal): Promise<void> {
    const untilMs = Math.min(wakeAtMs, moments?.dueAtMs() ?? wakeAtMs)
    const ms = Math.min(longestSleepMs, Math.max(0, untilMs - timing.monotonic()))
    const early = moments === null ? signal : AbortSignal.any([signal, moments.announced()])
    await timing.sleep(ms, early)
  }

  return {
    look,
    isDue,
    waitUntil,
    async during(work) {
      if (moments === null) return [await work, false]
      const ended = new AbortController()
      const result = work.finally(() => ended.abort())
      let isReported = false
      while (!ended.signal.aborted) {
        if (isDue()) isReported = (await look(false)) || isReported
        else await waitUntil(Number.POSITIVE_INFINITY, ended.signal)
      }
      return [await result, isReported]
    },
  }
}
