import { cleanText } from './clean-text.ts'
import type { Formats } from './formats.ts'
import { isOutdated } from './freshness.ts'
import type { ApiPrinter } from './schema/printer.ts'
import type { PrinterState } from './states.ts'
import { formatMoment } from './times.ts'

const maxLength = 48

/**
 * The job's name for people: "dual rail-v2" for "dual_rail-v2.gcode". Slicers put half of their settings into file names, so it is
 * cut at the length of a line.
 */
export function formatJobName(name: string): string {
  const words = getJobStem(name).replaceAll('_', ' ').trim() || name
  const characters = Array.from(words)
  if (characters.length <= maxLength) return words
  return `${characters
    .slice(0, maxLength - 1)
    .join('')
    .trimEnd()}…`
}

/** The job's name without the ending of its file. */
export function getJobStem(name: string): string {
  return name.replace(/\.(gcode|gco|g|bgcode|ufp|3mf|stl)$/i, '').replace(/\.gcode$/i, '')
}

/** Rounded down: 99.7 % is not done. */
export function formatProgress(percent: number): string {
  return `${Math.floor(percent)}\u00a0%`
}

type FormatHeadline = (job: string | null) => string

const headlines = {
  unreachable: () => 'Printer status unknown',
  unauthorized: () => 'Printer status unknown',
  error: () => 'The printer reports an error',
  offline: () => 'The printer is off',
  cancelling: (job) => `Cancelling ${job ?? 'the print'}`,
  pausing: (job) => `Pausing ${job ?? 'the print'}`,
  paused: (job) => (job ? `Paused while printing ${job}` : 'Paused'),
  resuming: (job) => `Resuming ${job ?? 'the print'}`,
  finishing: (job) => `Finishing ${job ?? 'the print'}`,
  starting: (job) => (job ? `Getting ready for ${job}` : 'Getting ready to print'),
  printing: (job) => (job ? `Printing ${job}` : 'Printing'),
  transferring: (job) => (job ? `Loading ${job}` : 'Loading a file'),
  finished: (job) => (job ? `Finished ${job}` : 'Finished the last print'),
  cancelled: (job) => (job ? `Cancelled: ${job}` : 'Cancelled the last print'),
  idle: () => 'Idle',
  unknown: () => 'Printer status unknown',
} satisfies Record<PrinterState, FormatHeadline>

export type Times = Pick<ApiPrinter, 'observed_at' | 'snapshot'>

/** The time of the newest reading or picture, whichever is later. */
export function getLastSeenAt(printer: Times): Date | null {
  const times = [printer.observed_at, printer.snapshot?.captured_at ?? null]
    .filter((time) => time !== null)
    .map((time) => Date.parse(time))
  return times.length === 0 ? null : new Date(Math.max(...times))
}

type StateFacts = Pick<ApiPrinter, 'state' | 'status' | 'job'> & Times

/**
 * What the printer is doing, in a few words and without numbers: a screen reader repeats it with every change, which should be a
 * change of state and not of a percent.
 */
export function describeState(printer: StateFacts): string {
  if (getLastSeenAt(printer) === null) return 'Waiting for the first picture'
  // The original snapper sends no state, only text.
  if (printer.state === 'unknown' && printer.status !== '') return cleanText(printer.status)
  return headlines[printer.state](formatJob(printer.job))
}

/** What people read of the job: the owner's name for its print, else the file's. */
export function formatJob(job: ApiPrinter['job']): string | null {
  const name = job?.title ?? job?.name
  return name ? formatJobName(name) : null
}

/** A remote printer's own server fails, so the known status may be outdated. */
export function isCutOff({ remote }: Pick<ApiPrinter, 'remote'>): boolean {
  return remote !== undefined && remote.fault !== null
}

/** The known status is so old, or can't be updated, that it is shown as the last known one. */
export function isQuiet(
  printer: Times & Pick<ApiPrinter, 'interval_seconds' | 'remote'>,
  nowMs: number,
): boolean {
  const lastSeenAt = getLastSeenAt(printer)
  if (lastSeenAt === null) return false
  if (isCutOff(printer)) return true
  return isOutdated(nowMs - lastSeenAt.getTime(), printer.interval_seconds)
}

/** "Maker Select: Printing benchy", with the last report's time if that is not current: a link's title. */
export function describePrinter(printer: ApiPrinter, nowMs: number, formats: Formats): string {
  const doing = `${printer.name}: ${describeState(printer)}`
  return [doing, formatLastHeard(printer, nowMs, formats)].filter(Boolean).join('. ')
}

/** "Last heard of Thu 26 Nov 2026, 06:30 PST" for a quiet printer, else `null`. Absolute, so that it stays true in a cache. */
export function formatLastHeard(
  printer: Parameters<typeof isQuiet>[0],
  nowMs: number,
  formats: Formats,
): string | null {
  const at = getLastSeenAt(printer)
  return at === null || !isQuiet(printer, nowMs)
    ? null
    : `Last heard of ${formatMoment(at, formats)}`
}
