import { formatClock, formatMoment, formatZone } from '#lib/printers/wire/times.ts'
import { siteTimeZone } from '#lib/site.ts'

/** An absolute time in the site's zone: "Sun 22 Nov 2026, 06:30 PST". */
export function Moment({ at }: { at: string }) {
  return <time dateTime={at}>{formatMoment(new Date(at), siteTimeZone)}</time>
}

/** "06:30 PST", for a time that can only be of today. */
export function Clock({ at }: { at: Date }) {
  return (
    <time dateTime={at.toISOString()}>
      {/* One text, so that a wider digit moves nothing beside it. */}
      {`${formatClock(at, siteTimeZone)} ${formatZone(at, siteTimeZone)}`}
    </time>
  )
}
