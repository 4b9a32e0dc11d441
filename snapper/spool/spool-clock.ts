import { readFileSync, writeFileSync } from 'node:fs'

export interface Clock {
  /** Milliseconds since 1970 by the system clock, which may jump. */
  now(): number
  /** Milliseconds that never decrease. */
  monotonic(): number
}

/** A board sets its clock by less than this while it runs, and a run of the command comes at least so often. */
const toleranceMs = { running: 60_000, between: 6 * 3_600_000 }
/** How often the time is noted on the disk. */
const noteMs = 10 * 60_000

/**
 * Notices that the clock was set: a board without a battery starts with a wrong date, and is right minutes later. What happened meanwhile
 * can't be told from time in which it was off, so neither counts as age.
 * @param file where the time is noted for the next run
 */
export function watchClock(file: string, { now, monotonic }: Clock) {
  let last = { wallMs: readNoted(file), monotonicMs: null as number | null }
  let notedMs = last.wallMs
  return {
    /** Milliseconds by which the clock has jumped since the last call, or since the last run. */
    takeJump(): number {
      const current = { wallMs: now(), monotonicMs: monotonic() }
      const passedMs = last.monotonicMs === null ? 0 : current.monotonicMs - last.monotonicMs
      const jumpMs = last.wallMs === null ? 0 : current.wallMs - last.wallMs - passedMs
      const tolerance = last.monotonicMs === null ? toleranceMs.between : toleranceMs.running
      last = current
      if (notedMs === null || Math.abs(current.wallMs - notedMs) > noteMs) {
        notedMs = current.wallMs
        writeFileSync(file, String(Math.round(current.wallMs)), { mode: 0o600 })
      }
      return Math.abs(jumpMs) > tolerance ? Math.round(jumpMs) : 0
    },
  }
}

function readNoted(file: string): number | null {
  try {
    const text = readFileSync(file, 'utf8')
    return /^\d{1,15}$/.test(text) ? Number(text) : null
  } catch {
    return null
  }
}
