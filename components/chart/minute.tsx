import { formatClock, formatDay, formatZone } from '#lib/api/times.ts'
import { siteTimeZone } from '#lib/core/site.ts'

/** "Sun 22 Nov, 06:30 PST": without the year, which is clear from the context. */
export function Minute({ at }: { at: Date }) {
  const day = formatDay(at, siteTimeZone).split(' ').slice(0, 3).join(' ')
  return (
    <time dateTime={at.toISOString()}>
      {`${day}, ${formatClock(at, siteTimeZone)} ${formatZone(at, siteTimeZone)}`}
    </time>
  )
}
