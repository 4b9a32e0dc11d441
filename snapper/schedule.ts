import { activeStates } from '#lib/api/states.ts'
import { type CollectContext, collect, collectOthers, getCollectMs } from './collect.ts'
import { withDeadline } from './http.ts'
import type { Change } from './moments.ts'
import { isMoment, listEarlierReadings } from './printers/moment.ts'
import { toQueuedReading, toQueuedReport } from './queued-report.ts'
import type { Outbox } from './spool/outbox.ts'

export interface Schedule {
  everySeconds: number
  /** While no job is running; not shorter than `everySeconds`. */
  idleSeconds: number
}

export interface ScheduleOptions {
  schedule: Schedule
  outbox: Outbox
  stop: AbortSignal
  /** Called when the saved state has changed. */
  save(): void
  /** Called when a moment of a print was only found by looking on schedule. */
  missed?(): void
}

/** Why to look. */
export interface Occasion {
  isScheduled: boolean
  /** What the printer's server has announced since the last look. */
  change: Change | null
}

/** A report counts as late after this many intervals. */
const lateFrom = 1.2

/**
 * Returns what a resident snapper does on each tick: collect and queue a report, or, while nothing is printing, only check the
 * printer's state, so that a new print is reported at once without sending an idle report on every tick. After a change that the
 * server has announced it reports only a moment of a print. That shifts no later report.
 * @returns a function that resolves to whether it queued a report
 */
export function createTick(
  context: CollectContext,
  options: ScheduleOptions,
): (occasion: Occasion) => Promise<boolean> {
  const { backend, savedState, timing } = context
  const { schedule, outbox, stop, save, missed } = options
  let reportedAtMs = Number.NEGATIVE_INFINITY
  let wasActive = false
  // Half a second of tolerance for a tick that comes early.
  const idleMs = schedule.idleSeconds * 1000 - 500

  async function isIdle(signal: AbortSignal): Promise<boolean> {
    const { previous } = savedState
    if (backend === null || previous === null || activeStates.has(previous.state)) return false
    if (timing.monotonic() - reportedAtMs >= idleMs) return false
    const { reading } = await backend.read(previous, signal)
    return reading.state === previous.state
  }

  async function isQuiet(signal: AbortSignal): Promise<boolean> {
    const { previous } = savedState
    if (backend === null || previous === null) return true
    const { reading, end } = await backend.read(previous, signal)
    return end === null && !isMoment(previous, reading)
  }

  /** The interval to announce: on a slow connection the real one instead of the configured one. */
  function getAnnouncedInterval(isActive: boolean, sinceReportMs: number): number {
    if (!isActive) return schedule.idleSeconds
    const isLate = wasActive && sinceReportMs > schedule.everySeconds * lateFrom * 1000
    return isLate ? Math.ceil(sinceReportMs / 1000) : schedule.everySeconds
  }

  return async ({ isScheduled, change }) => {
    const signal = withDeadline(stop, getCollectMs(context.config.camera))
    if (await (isScheduled ? isIdle(signal) : isQuiet(signal))) return false
    const { previous } = savedState
    const startedAtMs = timing.monotonic()
    const { end, ...collected } = await collect(context, signal)
    const isActive = collected.reading === null || activeStates.has(collected.reading.state)
    const intervalSeconds = getAnnouncedInterval(
      isActive,
      isScheduled ? startedAtMs - reportedAtMs : 0,
    )
    const { reading } = collected
    const unchangedAtMs = change?.unchangedAtMs ?? null
    // Queued in any case: the history is read only once.
    for (const earlier of listEarlierReadings(previous, { reading, end }, unchangedAtMs))
      outbox.put(toQueuedReading(earlier, intervalSeconds, timing.now()))
    if (stop.aborted) return false
    if (change === null && previous && reading && isMoment(previous, reading)) missed?.()
    outbox.put(toQueuedReport({ ...collected, intervalSeconds }, timing.now()))
    const rest = collectOthers(context, collected, signal, (other) => {
      outbox.put(toQueuedReport({ ...other, intervalSeconds }, timing.now()))
      save()
    })
    for (const each of rest) {
      context.rest?.add(each)
      void each.then(() => context.rest?.delete(each))
    }
    save()
    // The distance to a report that was not scheduled says nothing about the connection.
    wasActive = isScheduled && isActive
    if (isScheduled) reportedAtMs = startedAtMs
    return true
  }
}
