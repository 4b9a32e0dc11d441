import {
  describeDuration,
  describeEnd,
  describeStart,
  type PrintOutcome,
  type PrintWire,
} from '#lib/printers/wire/prints.ts'
import { formatDay } from '#lib/printers/wire/times.ts'

/** When it ended, or that it runs, with the day: what is told of a clock alone may be read years after. */
export function describeEndWithDay(
  print: Pick<PrintWire, 'outcome' | 'ended' | 'last_seen_at'>,
  timeZone: string,
): string {
  const told = describeEnd(print, timeZone)
  const at = print.ended?.not_after ?? print.ended?.not_before ?? print.last_seen_at
  return tellsDay(told) ? told : `${told}, ${formatDay(new Date(at), timeZone)}`
}

/** Bounds within one day are told by the clock alone. */
export function tellsDay(told: string): boolean {
  return /\d{4}/.test(told)
}

/** All of it in two sentences, for link previews. */
export function describePrint(
  print: Pick<PrintWire, 'started' | 'outcome' | 'ended' | 'last_seen_at' | 'duration_seconds'>,
  timeZone: string,
): string {
  const soFar = print.ended === null ? ' so far' : ' in all'
  return `${describeStart(print, timeZone)}. ${describeEndWithDay(print, timeZone)}; ${describeDuration(print)}${soFar}.`
}

/** One word or two, for a list. */
export const outcomeWords = {
  running: 'Printing now',
  finished: 'Finished',
  cancelled: 'Stopped',
  failed: 'Failed',
  unknown: 'Ended unseen',
} satisfies Record<PrintOutcome, string>
