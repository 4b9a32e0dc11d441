import type { ApiChartReadings } from '#lib/api/schema/charts.ts'
import { formatDuration, formatZonedClock } from '#lib/api/times.ts'
import { getSite } from '#lib/site/site.ts'

const dayMs = 24 * 60 * 60 * 1000

/** "until 13:06 PST": the chart doesn't update while the page does. */
export function formatUntil({ to }: Pick<ApiChartReadings, 'to'>): string {
  const at = new Date(to)
  return `until ${formatZonedClock(at, getSite())}`
}

/** "The last 24 hours until 13:06 PST"; less for a new printer. */
export function formatLastDayTitle(span: Pick<ApiChartReadings, 'from' | 'to'>): string {
  const lengthMs = Date.parse(span.to) - Date.parse(span.from)
  const length = lengthMs >= dayMs - 60_000 ? '24 hours' : formatDuration(lengthMs / 1000)
  return `The last ${length === '1 min' ? 'minute' : length} ${formatUntil(span)}`
}
