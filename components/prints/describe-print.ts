import { describeDuration, describeEndWithDay, describeStart } from '#lib/api/describe-print.ts'
import type { Formats } from '#lib/api/formats.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import type { PrintOutcome } from '#lib/api/states.ts'

/** Start, end and duration in two sentences, for link previews. */
export function describePrint(
  print: Pick<ApiPrint, 'started' | 'outcome' | 'ended' | 'last_seen_at' | 'duration_seconds'>,
  formats: Formats,
): string {
  const soFar = print.ended === null ? ' so far' : ' in total'
  return `${describeStart(print, formats)}. ${describeEndWithDay(print, formats)}; ${describeDuration(print)}${soFar}.`
}

/** The outcome in a word or two. */
export const outcomeWords = {
  running: 'Printing',
  finished: 'Finished',
  cancelled: 'Cancelled',
  failed: 'Failed',
  unknown: 'Outcome unknown',
} satisfies Record<PrintOutcome, string>
