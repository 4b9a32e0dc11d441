/* Calendar days: from midnight to midnight in a time zone, 23 to 25 hours. */

const dayPattern = /^(\d{4})-(\d\d)-(\d\d)$/

/** Cached: creating a formatter takes thirty times as long as formatting. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function getFormatter(timeZone: string): Intl.DateTimeFormat {
  const formatter =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    })
  formatters.set(timeZone, formatter)
  return formatter
}

/** To the minute: no zone's offset has had seconds for a century. */
function offsetMs(at: number, timeZone: string): number {
  const parts = getFormatter(timeZone).formatToParts(new Date(at))
  const part = (type: string) => Number(parts.find((found) => found.type === type)?.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  return local - Math.floor(at / 60_000) * 60_000
}

/**
 * When a day ("2026-11-22") and the next one begin in a zone; `null`: no such day.
 */
export function spanOfDay(day: string, timeZone: string): { from: Date; to: Date } | null {
  const [, year, month, date] = dayPattern.exec(day) ?? []
  if (year === undefined) return null
  const numbers = [Number(year), Number(month) - 1, Number(date)] as const
  const utc = new Date(Date.UTC(...numbers))
  if (utc.toISOString().slice(0, 10) !== day) return null
  const next = Date.UTC(numbers[0], numbers[1], numbers[2] + 1)
  return { from: startOf(utc.getTime(), timeZone), to: startOf(next, timeZone) }
}

/** The instant of a wall clock ("2026-11-22T14:30") in a zone; `null`: no such time. */
export function parseWallClock(text: string, timeZone: string): Date | null {
  const [, day = '', clock] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d)?$/.exec(text) ?? []
  const utc = new Date(`${day}T${clock}Z`)
  if (Number.isNaN(utc.getTime()) || spanOfDay(day, timeZone) === null) return null
  return startOf(utc.getTime(), timeZone)
}

/** The span of a month ("2026-11"); `null`: no such month. */
export function spanOfMonth(month: string, timeZone: string): { from: Date; to: Date } | null {
  const first = spanOfDay(`${month}-01`, timeZone)
  if (first === null) return null
  const [year = 0, number = 0] = month.split('-').map(Number)
  return { from: first.from, to: startOf(Date.UTC(year, number, 1), timeZone) }
}

/** The instant of a local time, such as midnight, or the first one after it where clocks skip it. */
function startOf(local: number, timeZone: string): Date {
  const guess = local - offsetMs(local, timeZone)
  // Near a change of the clocks the first guess has the offset of the other side.
  return new Date(local - offsetMs(guess, timeZone))
}

/** "2026-11-22": the day of an instant. */
export function dayOf(at: Date, timeZone: string): string {
  return new Date(at.getTime() + offsetMs(at.getTime(), timeZone)).toISOString().slice(0, 10)
}
