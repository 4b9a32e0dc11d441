/** A point in time with the author's offset: the instant for programs, the local day for readers and permalinks. */
export interface ZonedDate {
  instant: Date
  /** `-08:00`; never `Z`. */
  offset: string
  /** `2021-02-07`, in that offset. */
  localDate: string
  /** False if only a day was written. */
  hasTime: boolean
  /** RFC 3339 with the original offset, for `datetime` attributes. */
  text: string
}

const pattern =
  /^(\d{4}-\d{2}-\d{2})(?:(?:[ ]+|T)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i

/**
 * Parses `2021-02-07 02:37:00-08:00` and its variants (`T`, no seconds, no offset, only a day).
 * Without an offset the site's time zone applies, with its rules on that day. A YAML parser's `Date` would lose the offset, and with
 * it the day of the permalink.
 *
 * @returns null if the text is not a date
 */
export function parseZonedDate(text: string, timeZone: string): ZonedDate | null {
  const match = pattern.exec(text.trim())
  if (match === null) return null
  const [, localDate = '', hour, minute = '00', second = '00', zone] = match
  const hasTime = hour !== undefined
  const wallClock = `${localDate}T${(hour ?? '0').padStart(2, '0')}:${minute}:${second}`
  const asUtc = new Date(`${wallClock}Z`)
  // 2021-02-30 becomes March 2nd in a Date; a day that doesn't exist is a typing error.
  if (Number.isNaN(asUtc.getTime()) || asUtc.toISOString().slice(0, 10) !== localDate) return null
  const offset = zone === undefined ? findOffset(asUtc, timeZone) : normaliseOffset(zone)
  const instant = new Date(`${wallClock}${offset}`)
  if (Number.isNaN(instant.getTime())) return null
  return { instant, offset, localDate, hasTime, text: `${wallClock}${offset}` }
}

function normaliseOffset(zone: string): string {
  if (zone.toUpperCase() === 'Z') return '+00:00'
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`
}

/** The offset of a wall-clock time in a time zone. Looked up twice, because the first result may be on the other side of a clock change. */
function findOffset(wallClockAsUtc: Date, timeZone: string): string {
  const first = offsetMinutes(wallClockAsUtc, timeZone)
  const minutes = offsetMinutes(new Date(wallClockAsUtc.getTime() - first * 60_000), timeZone)
  const absolute = Math.abs(minutes)
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(absolute / 60))}:${pad(absolute % 60)}`
}

function offsetMinutes(instant: Date, timeZone: string): number {
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(instant)
    .find((part) => part.type === 'timeZoneName')?.value
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '')
  if (match === null) return 0
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]))
}
