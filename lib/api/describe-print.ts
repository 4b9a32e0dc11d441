import { formatLength } from './format-length.ts'
import type { Formats } from './formats.ts'
import type { ApiBounds, ApiPrint } from './schema/prints.ts'
import { formatJobName } from './sentences.ts'
import type { PrintOutcome } from './states.ts'
import { formatClock, formatDay, formatMoment, formatZone, formatZonedClock } from './times.ts'

/** "14:30 and 14:40", "Sat 21 Nov 2026, 23:55 and Sun 22 Nov 2026, 00:05": with days only where they differ. */
function formatBetween(from: Date, to: Date, formats: Formats): string {
  const days = [formatDay(from, formats), formatDay(to, formats)]
  // When the clocks go back, the later time can have the smaller number: only the zones distinguish them.
  const isOneZone = formatZone(from, formats) === formatZone(to, formats)
  const zone = isOneZone ? '' : ` ${formatZone(from, formats)}`
  const clocks = [formatClock(from, formats) + zone, formatClock(to, formats)]
  return days[0] === days[1]
    ? `${clocks[0]} and ${clocks[1]}`
    : `${days[0]}, ${clocks[0]} and ${days[1]}, ${clocks[1]}`
}

/** Bounds that are no further apart are exact: the printer's server announced what happened. */
const exactSeconds = 15

/**
 * When something happened, to follow a verb: "at 14:30", "between 14:10 and 14:20", "before 14:10", "after 14:10", each with the zone.
 * Bounds within the same minute or a few seconds become one time.
 */
export function formatBounds({ not_before, not_after }: ApiBounds, formats: Formats): string {
  const from = not_before === null ? null : new Date(not_before)
  const to = not_after === null ? null : new Date(not_after)
  if (from === null)
    return to === null ? 'at an unknown time' : `before ${formatMoment(to, formats)}`
  if (to === null) return `after ${formatMoment(from, formats)}`
  const isOneMinute = Math.floor(from.getTime() / 60_000) === Math.floor(to.getTime() / 60_000)
  if (isOneMinute || to.getTime() - from.getTime() <= exactSeconds * 1000)
    return `at ${formatZonedClock(to, formats)}`
  return `between ${formatBetween(from, to, formats)} ${formatZone(to, formats)}`
}

const endings = {
  running: 'Still printing',
  finished: 'Finished',
  cancelled: 'Cancelled',
  failed: 'Failed',
  unknown: 'Ended, outcome unknown,',
} satisfies Record<PrintOutcome, string>

/** "Started between 10:00 and 10:10 PST" */
export function describeStart(print: Pick<ApiPrint, 'started'>, formats: Formats): string {
  return `Started ${formatBounds(print.started, formats)}`
}

/** "Finished between 14:10 and 14:20 PST"; while it is running, when it was last seen. */
export function describeEnd(
  print: Pick<ApiPrint, 'outcome' | 'ended' | 'last_seen_at'>,
  formats: Formats,
): string {
  if (print.ended === null) {
    const seenAt = new Date(print.last_seen_at)
    return `${endings.running} at ${formatZonedClock(seenAt, formats)}`
  }
  return `${endings[print.outcome]} ${formatBounds(print.ended, formats)}`
}

/** As `describeEnd`, always with the day: for texts that are read long after. */
export function describeEndWithDay(
  print: Pick<ApiPrint, 'outcome' | 'ended' | 'last_seen_at'>,
  formats: Formats,
): string {
  const text = describeEnd(print, formats)
  const at = print.ended?.not_after ?? print.ended?.not_before ?? print.last_seen_at
  return includesDay(text) ? text : `${text}, ${formatDay(new Date(at), formats)}`
}

/** Bounds within one day are formatted without it. */
export function includesDay(text: string): boolean {
  return /\d{4}/.test(text)
}

/** "3 h 5 min", "between 3 h and 3 h 20 min", "at least 3 h". */
export function describeDuration({ duration_seconds }: Pick<ApiPrint, 'duration_seconds'>): string {
  const { at_least, at_most } = duration_seconds
  const least = formatLength(at_least)
  if (at_most === null) return `at least ${least}`
  const most = formatLength(at_most)
  if (least === most || at_most - at_least <= exactSeconds) return most
  return at_least < 60 ? `at most ${most}` : `between ${least} and ${most}`
}

/** "8.1 m", "3.2 of 8.1 m": used, or else planned. Metres, the unit in which filament is sold. */
export function describeFilament(filament: NonNullable<ApiPrint['filament']>): string {
  const { used_mm, total_mm } = filament
  const metres = (mm: number) => (mm / 1000).toFixed(mm < 100 ? 2 : 1)
  const most = total_mm ?? used_mm ?? 0
  // More than rounding apart.
  const isPart = used_mm !== null && total_mm !== null && used_mm < 0.98 * total_mm
  return isPart
    ? `${metres(used_mm)} of ${metres(total_mm)}\u00a0m`
    : `${metres(used_mm ?? most)}\u00a0m`
}

/** The owner's name for it, else the job's, or its number where that isn't published. */
export function formatPrintTitle(print: Pick<ApiPrint, 'title' | 'name' | 'number'>): string {
  if (print.title !== null) return print.title
  return print.name === null ? `Print ${print.number}` : formatJobName(print.name)
}
