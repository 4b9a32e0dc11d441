import { formatClock, formatDay, formatZone } from '#lib/printers/wire/times.ts'
import { site } from '#lib/site.ts'

/** "Sun 22 Nov, 06:30 PST": of a time that stands among others of its year. */
export function Minute({ at }: { at: Date }) {
  const day = formatDay(at, site.timeZone).split(' ').slice(0, 3).join(' ')
  return (
    <time dateTime={at.toISOString()}>
      {`${day}, ${formatClock(at, site.timeZone)} ${formatZone(at, site.timeZone)}`}
    </time>
  )
}
