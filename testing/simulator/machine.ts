import { getJob, type Job } from './jobs.ts'
import { coldStart, coolFrom, type PrintState, type Start, stateAt } from './print-state.ts'

/** The printer's state; `text` is OctoPrint's own word. */
export interface Reading {
  text: 'Offline' | 'Operational' | 'Starting' | 'Printing' | 'Paused' | 'Cancelling' | 'Finishing'
  job: Job
  /** Whether OctoPrint has the job's file selected; a lost connection clears the selection. */
  isSelected: boolean
  print: PrintState
  /** The job was cancelled before its end. */
  isCancelled: boolean
  /** When the job finished or was cancelled; null while it runs. */
  endedAtMs: number | null
}

/** A printer that prints one job after another, forever. */
export interface Machine {
  read(): Reading
  /** Each of the next three returns false, and does nothing, where a real printer would reject the command. */
  pause(): boolean
  resume(): boolean
  cancel(): boolean
  disconnect(): void
  connect(): void
}

export interface MachineOptions {
  now: () => number
  /** One print, from the first heat to the last move, ms. */
  durationMs: number
  /** From the end of cooling to the next job, ms. */
  restMs: number
  /** How far the first job already is, 0 to 1. */
  startFraction: number
}

interface Run {
  position: number
  startedAtMs: number
  start: Start
  pausedMs: number
  pausedAtMs: number | null
  /** Job time and time of day of the cancellation. */
  cancelled: { tMs: number; atMs: number } | null
  isSelected: boolean
  reconnectedAtMs: number
}

const cancellingMs = 2000

/** Starts the machine. It has no timers: each call reads `now`, so a test's clock drives it. */
export function createMachine(options: MachineOptions): Machine {
  const { now, durationMs, restMs } = options
  let isConnected = true
  let run: Run = begin(0, now() - options.startFraction * durationMs, coldStart)

  const jobTime = (r: Run, atMs: number) =>
    r.cancelled?.tMs ?? (r.pausedAtMs ?? atMs) - r.startedAtMs - r.pausedMs

  function stateOf(r: Run, atMs: number): PrintState {
    const state = stateAt(getJob(r.position), jobTime(r, atMs), durationMs, r.start)
    if (!r.cancelled) return state
    const cooled = coolFrom(
      { nozzle: state.nozzle.actual, bed: state.bed.actual },
      atMs - r.cancelled.atMs,
      durationMs,
    )
    return {
      ...state,
      nozzle: { actual: cooled.nozzle, target: 0 },
      bed: { actual: cooled.bed, target: 0 },
    }
  }

  /** Finishes and starts as many jobs as fit into the time since the last call. */
  function advance(): void {
    if (!isConnected) return
    for (;;) {
      const restsFromMs = Math.max(
        run.reconnectedAtMs,
        run.cancelled?.atMs ?? run.startedAtMs + run.pausedMs + durationMs * 1.2,
      )
      const endsAtMs = restsFromMs + restMs
      if (run.pausedAtMs !== null || now() < endsAtMs) return
      const last = stateOf(run, endsAtMs)
      run = begin(run.position + 1, endsAtMs, {
        nozzle: last.nozzle.actual,
        bed: last.bed.actual,
      })
    }
  }

  function isActive(): boolean {
    return isConnected && !run.cancelled && jobTime(run, now()) < durationMs
  }

  return {
    read() {
      advance()
      const lastMoveAtMs = run.startedAtMs + run.pausedMs + durationMs
      return {
        text: textOf(),
        job: getJob(run.position),
        isSelected: run.isSelected,
        print: stateOf(run, now()),
        isCancelled: run.cancelled !== null,
        endedAtMs: run.cancelled?.atMs ?? (jobTime(run, now()) >= durationMs ? lastMoveAtMs : null),
      }
    },
    pause() {
      advance()
      if (!isActive() || run.pausedAtMs !== null) return false
      run.pausedAtMs = now()
      return true
    },
    resume() {
      if (!isActive() || run.pausedAtMs === null) return false
      run.pausedMs += now() - run.pausedAtMs
      run.pausedAtMs = null
      return true
    },
    cancel() {
      advance()
      if (!isActive()) return false
      run.cancelled = { tMs: jobTime(run, now()), atMs: now() }
      run.pausedAtMs = null
      return true
    },
    disconnect() {
      advance()
      // A printer that loses its connection drops the job.
      if (isActive()) run.cancelled = { tMs: jobTime(run, now()), atMs: now() - cancellingMs }
      run.pausedAtMs = null
      isConnected = false
      run.isSelected = false
    },
    connect() {
      if (isConnected) return
      isConnected = true
      run.reconnectedAtMs = now()
    },
  }

  function textOf(): Reading['text'] {
    if (!isConnected) return 'Offline'
    if (run.cancelled)
      return now() - run.cancelled.atMs < cancellingMs ? 'Cancelling' : 'Operational'
    if (run.pausedAtMs !== null) return 'Paused'
    const { phase } = stateOf(run, now())
    if (phase === 'heating') return 'Starting'
    if (phase === 'homing' || phase === 'printing') return 'Printing'
    return phase === 'finishing' ? 'Finishing' : 'Operational'
  }
}

function begin(position: number, startedAtMs: number, start: Start): Run {
  return {
    position,
    startedAtMs,
    start,
    pausedMs: 0,
    pausedAtMs: null,
    cancelled: null,
    isSelected: true,
    reconnectedAtMs: 0,
  }
}
