import type { ApiSnapshot } from './printer.ts'
import { printerApiPath, printerPagePath } from './printer.ts'
import { formatJobName } from './sentences.ts'
import type { PrinterState } from './states.ts'
import { formatClock, formatDay, formatLength, formatZone } from './times.ts'

/** How a print ended, or that it hasn't. `unknown`: nothing that was seen tells. */
export const printOutcomes = ['running', 'finished', 'cancelled', 'failed', 'unknown'] as const
export type PrintOutcome = (typeof printOutcomes)[number]

/** A moment that lies between two observations. Times are RFC 3339 in UTC; `null`: no bound on this side. */
export interface ApiBounds {
  not_before: string | null
  not_after: string | null
}

/** One print as the site saw it. */
export interface ApiPrint {
  /** Its own for ever, counted per printer in the order in which the site learned of them. */
  number: number
  printer: number
  /** Its page. */
  url: string
  /** `null` where the owner doesn't publish it, or nobody said it. */
  name: string | null
  outcome: PrintOutcome
  started: ApiBounds
  /** `null` while it runs. */
  ended: ApiBounds | null
  /** While it runs: so far. */
  duration_seconds: { at_least: number; at_most: number | null }
  /** Percent, 0-100, when it was last seen printing. */
  progress: number | null
  last_seen_at: string
  /** Degrees Celsius by heater; `null` where the owner doesn't publish them. */
  max_temperatures: Record<string, number> | null
  /** Millimetres of filament, each `null` where nobody said; `null` where nobody said anything. */
  filament: { used_mm: number | null; total_mm: number | null } | null
  /** When it came into the feeds; `null`: a draft, which its page and the lists show and the feeds don't. */
  published_at: string | null
  /** The sharpest and best lit of its last pictures; `null` without any, and while the camera rests. */
  picture: ApiSnapshot | null
}

/** `GET /api/3dprinter/{id}/prints`: newest first; `next` is the `before` of the page after it. */
export interface ApiPrintPage {
  prints: ApiPrint[]
  next: string | null
}

/** `GET /api/3dprinter/{id}/prints/{n}`. */
export interface ApiPrintWithNeighbours extends ApiPrint {
  /** Number of the print before it in time. */
  previous: number | null
  next: number | null
  /** How many pictures of it are kept. */
  pictures: number
}

/** A picture of a print, with what the printer said beside it. */
export interface ApiFrame extends ApiSnapshot {
  state: PrinterState
  progress: number | null
  temperatures: Record<string, { actual: number | null; target: number | null }> | null
}

export function printPagePath(printerId: number, number: number): string {
  return `${printerPagePath(printerId)}/prints/${number}`
}

export function printApiPath(printerId: number, number: number): string {
  return `${printerApiPath(printerId)}prints/${number}`
}

export function flipbookPath(printerId: number, number: number): string {
  return `${printApiPath(printerId, number)}/flipbook.webp`
}

/** Feeds of a printer's published prints. */
export const printsFeedPaths = {
  atom: (printerId: number) => `${printerPagePath(printerId)}/prints/atom.xml`,
  rss: (printerId: number) => `${printerPagePath(printerId)}/prints/rss.xml`,
  json: (printerId: number) => `${printerPagePath(printerId)}/prints/feed.json`,
} as const

/** "14:30", "14:30 and 14:40", "Sat 21 Nov 2026, 23:55 and Sun 22 Nov 2026, 00:05": the day only where it differs or is asked for. */
function formatBetween(from: Date, to: Date, timeZone: string): string {
  const days = [formatDay(from, timeZone), formatDay(to, timeZone)]
  // In the night in which the clocks go back the later time has the smaller figure: only the zone tells.
  const isOneZone = formatZone(from, timeZone) === formatZone(to, timeZone)
  const zone = isOneZone ? '' : ` ${formatZone(from, timeZone)}`
  const clocks = [formatClock(from, timeZone) + zone, formatClock(to, timeZone)]
  return days[0] === days[1]
    ? `${clocks[0]} and ${clocks[1]}`
    : `${days[0]}, ${clocks[0]} and ${days[1]}, ${clocks[1]}`
}

/**
 * Where a moment lies, to go behind a verb: "at 14:30", "between 14:10 and 14:20", "before 14:10", "after 14:10", each with the zone.
 * Bounds within the same minute are a time.
 */
export function formatBounds({ not_before, not_after }: ApiBounds, timeZone: string): string {
  const from = not_before === null ? null : new Date(not_before)
  const to = not_after === null ? null : new Date(not_after)
  const told = (at: Date) =>
    `${formatDay(at, timeZone)}, ${formatClock(at, timeZone)} ${formatZone(at, timeZone)}`
  if (from === null) return to === null ? 'at a time nobody saw' : `before ${told(to)}`
  if (to === null) return `after ${told(from)}`
  const isOneMinute = Math.floor(from.getTime() / 60_000) === Math.floor(to.getTime() / 60_000)
  if (isOneMinute) return `at ${formatClock(to, timeZone)} ${formatZone(to, timeZone)}`
  return `between ${formatBetween(from, to, timeZone)} ${formatZone(to, timeZone)}`
}

const endings = {
  running: 'Still printing',
  finished: 'Finished',
  cancelled: 'Stopped',
  failed: 'Failed',
  unknown: 'Ended, nobody saw how,',
} satisfies Record<PrintOutcome, string>

/** "Started between 10:00 and 10:10 PST" */
export function describeStart(print: Pick<ApiPrint, 'started'>, timeZone: string): string {
  return `Started ${formatBounds(print.started, timeZone)}`
}

/** "Finished between 14:10 and 14:20 PST"; while it runs, when that was last seen. */
export function describeEnd(
  print: Pick<ApiPrint, 'outcome' | 'ended' | 'last_seen_at'>,
  timeZone: string,
): string {
  if (print.ended === null) {
    const seenAt = new Date(print.last_seen_at)
    return `${endings.running} at ${formatClock(seenAt, timeZone)} ${formatZone(seenAt, timeZone)}`
  }
  return `${endings[print.outcome]} ${formatBounds(print.ended, timeZone)}`
}

/** When it ended, or that it runs, with the day: what is told of a clock alone may be read years after. */
export function describeEndWithDay(
  print: Pick<ApiPrint, 'outcome' | 'ended' | 'last_seen_at'>,
  timeZone: string,
): string {
  const told = describeEnd(print, timeZone)
  const at = print.ended?.not_after ?? print.ended?.not_before ?? print.last_seen_at
  return includesDay(told) ? told : `${told}, ${formatDay(new Date(at), timeZone)}`
}

/** Bounds within one day are told by the clock alone. */
export function includesDay(told: string): boolean {
  return /\d{4}/.test(told)
}

/** "3 h 5 min", "between 3 h and 3 h 20 min", "at least 3 h". */
export function describeDuration({ duration_seconds }: Pick<ApiPrint, 'duration_seconds'>): string {
  const { at_least, at_most } = duration_seconds
  const least = formatLength(at_least)
  if (at_most === null) return `at least ${least}`
  const most = formatLength(at_most)
  if (least === most) return least
  return at_least < 60 ? `at most ${most}` : `between ${least} and ${most}`
}

/** "8.1 m", "3.2 of 8.1 m": what has gone into it, else what was planned. Metres of filament, as spools are sold by. */
export function describeFilament(filament: NonNullable<ApiPrint['filament']>): string {
  const { used_mm, total_mm } = filament
  const metres = (mm: number) => (mm / 1000).toFixed(mm < 100 ? 2 : 1)
  const most = total_mm ?? used_mm ?? 0
  // What is planned is more than a rounding away from what has gone.
  const isPart = used_mm !== null && total_mm !== null && used_mm < 0.98 * total_mm
  return isPart
    ? `${metres(used_mm)} of ${metres(total_mm)}\u00a0m`
    : `${metres(used_mm ?? most)}\u00a0m`
}

/** What a list or a title calls it: its name, or its number where it has none to tell. */
export function formatPrintTitle(print: Pick<ApiPrint, 'name' | 'number'>): string {
  return print.name === null ? `Print ${print.number}` : formatJobName(print.name)
}
