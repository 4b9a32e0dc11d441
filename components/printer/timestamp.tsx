import { formatDay, formatMoment, formatZonedClock } from '#lib/api/times.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'

/** An absolute time in the site's zone: "Sun 22 Nov 2026, 06:30 PST". */
export function Timestamp({ at }: { at: string }) {
  return <time dateTime={at}>{formatMoment(new Date(at), getPageSettings())}</time>
}

/** "06:30 PST" for today, with the day otherwise, after `words`: one text node, so that other words and digits shift nothing. */
export function Clock({ at, nowMs, words = '' }: { at: Date; nowMs: number; words?: string }) {
  const settings = getPageSettings()
  const isToday = formatDay(at, settings) === formatDay(new Date(nowMs), settings)
  const format = isToday ? formatZonedClock : formatMoment
  return <time dateTime={at.toISOString()}>{words + format(at, settings)}</time>
}
