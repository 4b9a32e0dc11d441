import { formatDay, formatZonedClock } from '#lib/api/times.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'

/** "Sun 22 Nov, 06:30 PST": without the year, which is clear from the context. */
export function ShortTimestamp({ at }: { at: Date }) {
  const settings = getPageSettings()
  const day = formatDay(at, settings).split(' ').slice(0, 3).join(' ')
  return <time dateTime={at.toISOString()}>{`${day}, ${formatZonedClock(at, settings)}`}</time>
}
