import { formatDay, formatMoment, formatZonedClock } from '#lib/api/times.ts'
import { siteTimeZone } from '#lib/core/site.ts'

/** An absolute time in the site's zone: "Sun 22 Nov 2026, 06:30 PST". */
export function Timestamp({ at }: { at: string }) {
  return <time dateTime={at}>{formatMoment(new Date(at), siteTimeZone)}</time>
}

/** "06:30 PST" for today, with the day otherwise. */
export function Clock({ at, nowMs }: { at: Date; nowMs: number }) {
  const isToday = formatDay(at, siteTimeZone) === formatDay(new Date(nowMs), siteTimeZone)
  return (
    <time dateTime={at.toISOString()}>
      {/* One text node, so that a wider digit shifts nothing. */}
      {isToday ? formatZonedClock(at, siteTimeZone) : formatMoment(at, siteTimeZone)}
    </time>
  )
}

/** "Sun 22 Nov, 06:30 PST": without the year, which is clear from the context. */
export function ShortTimestamp({ at }: { at: Date }) {
  const day = formatDay(at, siteTimeZone).split(' ').slice(0, 3).join(' ')
  return <time dateTime={at.toISOString()}>{`${day}, ${formatZonedClock(at, siteTimeZone)}`}</time>
}
