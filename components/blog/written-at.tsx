import { formatWallClock } from '#lib/api/times.ts'
import type { ZonedDate } from '#lib/content/model/types.ts'
import { getSite } from '#lib/site/site.ts'

const months =
  'January February March April May June July August September October November December'.split(' ')

/** "7 February 2021", in the time zone where it was written. */
export function formatWrittenDay(localDate: string): string {
  const [year, month = '1', day] = localDate.split('-')
  return `${Number(day)} ${months[Number(month) - 1]} ${year}`
}

/** "7 Feb", for lists under the heading of a year. */
export function formatDayOfYear(localDate: string): string {
  const [, month = '1', day] = localDate.split('-')
  return `${Number(day)} ${months[Number(month) - 1]?.slice(0, 3)}`
}

/** "02:37 UTC−8", "2:37 am UTC−8": the time where it was written. */
export function formatWrittenClock({ text, offset }: ZonedDate): string {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? []
  const rest = minutes === '00' ? '' : `:${minutes}`
  const zone =
    Number(hours) + Number(minutes) === 0
      ? ''
      : `${sign === '-' ? '−' : '+'}${Number(hours)}${rest}`
  return `${formatWallClock(text.slice(11, 16), getSite())} UTC${zone}`
}

/** A date and time in the author's time zone, with the offset in `datetime`. */
export function WrittenAt({ at, className }: { at: ZonedDate; className?: string }) {
  return (
    <time className={className} dateTime={at.hasTime ? at.text : at.localDate}>
      <span className="whitespace-nowrap">{formatWrittenDay(at.localDate)}</span>
      {at.hasTime && (
        <>
          , <span className="whitespace-nowrap">{formatWrittenClock(at)}</span>
        </>
      )}
    </time>
  )
}
