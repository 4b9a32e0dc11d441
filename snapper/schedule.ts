import { activeStates } from '#lib/api/states.ts'
import { type CollectContext, collect } from './collect.ts'
import { withDeadline } from './http.ts'
import { toQueuedEnd, toQueuedReport } from './queued-report.ts'
import type { Outbox } from './spool/outbox.ts'

export interface Schedule {
  everySeconds: number
  /** While no job is on the machine; not shorter than `everySeconds`. */
  idleSeconds: number
}

export interface ScheduleOptions {
  cadence: Schedule
  outbox: Outbox
  stop: AbortSignal
  /** Called when the memory has changed. */
  save(): void
}

const gatherMs = 45_000
/** A beat is late, and not only a moment behind, from so many intervals on. */
const lateFrom = 1.2

/**
 * What a resident snapper does on each beat: a report, or, while nothing is printed, only a look at the printer, so that a
 * print that begins is seen at once although the site isn't told every beat that nothing happens.
 * @returns a function that says whether it put a report into the outbox
 */
export function createSchedule(
  context: CollectContext,
  options: ScheduleOptions,
): () => Promise<boolean> {
  const { backend, memory, timing } = context
  const { cadence, outbox, stop, save } = options
  let reportedAtMs = Number.NEGATIVE_INFINITY
  let wasActive = false
  // A beat that comes a moment early is still that beat.
  const idleMs = cadence.idleSeconds * 1000 - 500

  async function isQuiet(signal: AbortSignal): Promise<boolean> {
    const { before } = memory
    if (backend === null || before === null || activeStates.has(before.state)) return false
    if (timing.monotonic() - reportedAtMs >= idleMs) return false
    const { reading } = await backend.read(before, signal)
    return reading.state === before.state
  }

  /** What is kept up, not what was asked for: on a slow line the next one comes when this one is through. */
  function toPromise(isActive: boolean, sinceReportMs: number): number {
    if (!isActive) return cadence.idleSeconds
    const isLate = wasActive && sinceReportMs > cadence.everySeconds * lateFrom * 1000
    return isLate ? Math.ceil(sinceReportMs / 1000) : cadence.everySeconds
  }

  return async () => {
    const signal = withDeadline(stop, gatherMs)
    if (await isQuiet(signal)) return false
    const startedAtMs = timing.monotonic()
    const { end, ...gathered } = await collect(context, signal)
    const isActive = gathered.reading === null || activeStates.has(gathered.reading.state)
    const intervalSeconds = toPromise(isActive, startedAtMs - reportedAtMs)
    // In any case: the history is asked for it once.
    if (end !== null) outbox.put(toQueuedEnd(end, intervalSeconds, timing.now()))
    if (stop.aborted) return false
    outbox.put(toQueuedReport({ ...gathered, intervalSeconds }, timing.now()))
    save()
    reportedAtMs = startedAtMs
    wasActive = isActive
    return true
  }
}
