import { getFreshness } from './freshness.ts'
import type { ApiPrinter } from './schema/printer.ts'
import type { PrinterState } from './states.ts'

const longestJobName = 48

/**
 * "dual_rail-v2.gcode" is a file; "dual rail-v2" is what is being made. Slicers write half of their settings into a name: what
 * is beyond a line's length is left to those who look at the file's name itself.
 */
export function formatJobName(name: string): string {
  const stem = name.replace(/\.(gcode|gco|g|bgcode|ufp|3mf|stl)$/i, '').replace(/\.gcode$/i, '')
  const words = stem.replaceAll('_', ' ').trim() || name
  const points = Array.from(words)
  if (points.length <= longestJobName) return words
  return `${points
    .slice(0, longestJobName - 1)
    .join('')
    .trimEnd()}…`
}

/** Rounded down: 99.7 % is not done. */
export function formatProgress(percent: number): string {
  return `${Math.floor(percent)}\u00a0%`
}

type StatePhrases = (job: string | null) => string

const headlines = {
  unreachable: () => 'No word from the printer',
  unauthorized: () => 'No word from the printer',
  error: () => 'The printer reports a fault',
  offline: () => 'The printer is off',
  cancelling: (job) => `Stopping ${job ?? 'the print'}`,
  pausing: (job) => `Pausing ${job ?? 'the print'}`,
  paused: (job) => (job ? `Paused while printing ${job}` : 'Paused'),
  resuming: (job) => `Taking up ${job ?? 'the print'} again`,
  finishing: (job) => `Finishing ${job ?? 'the print'}`,
  starting: (job) => (job ? `Getting ready for ${job}` : 'Getting ready to print'),
  printing: (job) => (job ? `Printing ${job}` : 'Printing'),
  transferring: (job) => (job ? `Reading in ${job}` : 'Reading in a file'),
  finished: (job) => (job ? `Finished ${job}` : 'Finished the last print'),
  cancelled: (job) => (job ? `Stopped before ${job} was done` : 'Stopped before it was done'),
  idle: () => 'Nothing to print right now',
  unknown: () => 'No word from the printer',
} satisfies Record<PrinterState, StatePhrases>

export type Times = Pick<ApiPrinter, 'observed_at' | 'snapshot'>

/** The newest moment that the site knows anything of: of the readings or of the picture, which may come apart. */
export function getLastSeenAt(printer: Times): Date | null {
  const times = [printer.observed_at, printer.snapshot?.captured_at ?? null]
    .filter((time) => time !== null)
    .map((time) => Date.parse(time))
  return times.length === 0 ? null : new Date(Math.max(...times))
}

type StateFacts = Pick<ApiPrinter, 'state' | 'status' | 'job'> & Times

/**
 * What the printer is doing, in a few words and without figures: a screen reader says it again whenever it changes, which
 * should be when the state does and not with every percent.
 */
export function describeState(printer: StateFacts): string {
  if (getLastSeenAt(printer) === null) return 'Waiting for the first picture'
  // A snapper that sends only a text knows more than we do.
  if (printer.state === 'unknown' && printer.status !== '') return printer.status
  const name = printer.job?.name ?? null
  return headlines[printer.state](name === null ? null : formatJobName(name))
}

/** A remote printer's own server keeps its news from us: what is known is not known to be so still. */
export function isCutOff({ remote }: Pick<ApiPrinter, 'remote'>): boolean {
  return remote !== undefined && remote.fault !== null
}

/** Nothing has come for so long, or can come, that what is known is a memory: to be told as one. */
export function isQuiet(
  printer: Times & Pick<ApiPrinter, 'interval_seconds' | 'remote'>,
  nowMs: number,
): boolean {
  const lastSeenAt = getLastSeenAt(printer)
  if (lastSeenAt === null) return false
  if (isCutOff(printer)) return true
  const freshness = getFreshness(nowMs - lastSeenAt.getTime(), printer.interval_seconds)
  return freshness === 'stale' || freshness === 'silent'
}
