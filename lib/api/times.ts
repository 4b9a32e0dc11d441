import type { Formats } from './formats.ts'

/*
 * Times as text. Intl provides only the parts: Node and browsers differ in spaces and commas, and server and browser must render
 * the same text.
 */

export const noBreak = '\u00a0'

type Clock = Pick<Formats, 'timeZone' | 'hourFormat'>

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Cached: creating a formatter takes thirty times as long as formatting, and a page formats hundreds of times. */
function getFormatter({ timeZone, hourFormat }: Clock): Intl.DateTimeFormat {
  const key = timeZone + hourFormat
  const formatter =
    formatters.get(key) ??
    // Only American English has names for the American zones.
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: 'numeric', // "6 AM", but "06"
      minute: '2-digit',
      hourCycle: hourFormat === 12 ? 'h12' : 'h23',
      timeZoneName: 'short',
    })
  formatters.set(key, formatter)
  return formatter
}

function getParts(at: Date, clock: Clock) {
  const parts = getFormatter(clock).formatToParts(at)
  return (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((part) => part.type === type)?.value ?? ''
}

/** "14:30", "2:30 pm" */
export function formatClock(at: Date, clock: Clock): string {
  const part = getParts(at, clock)
  const half = part('dayPeriod')
  return `${part('hour')}:${part('minute')}${half && noBreak + half.toLowerCase()}`
}

/** A clock as it was written, "14:30", in the owner's hours. */
export function formatWallClock(text: string, { hourFormat }: Pick<Formats, 'hourFormat'>): string {
  return hourFormat === 24
    ? text
    : formatClock(new Date(`2000-01-01T${text}Z`), { timeZone: 'UTC', hourFormat })
}

/** "PST" */
export function formatZone(at: Date, clock: Clock): string {
  return getParts(at, clock)('timeZoneName')
}

/** "14:30 PST" */
export function formatZonedClock(at: Date, clock: Clock): string {
  return `${formatClock(at, clock)} ${formatZone(at, clock)}`
}

/** "Sun 22 Nov 2026" */
export function formatDay(at: Date, clock: Clock): string {
  const part = getParts(at, clock)
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}`
}

/** "Sun 22 Nov 2026, 06:30 PST" */
export function formatMoment(at: Date, clock: Clock): string {
  return `${formatDay(at, clock)}, ${formatZonedClock(at, clock)}`
}

/** "40 s", "12 min", "3 h 5 min", "2 days"; the two largest units that matter, never rounded up. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  if (whole < 60) return `${whole}${noBreak}s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes}${noBreak}min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) {
    const rest = minutes % 60
    return rest === 0 ? `${hours}${noBreak}h` : `${hours}${noBreak}h${noBreak}${rest}${noBreak}min`
  }
  const days = Math.floor(hours / 24)
  return `${days}${noBreak}${days === 1 ? 'day' : 'days'}`
}

/** "10 minutes", "hour": goes with "every" and "each", in a sentence. */
export function formatInterval(seconds: number): string {
  const [count, unit] =
    seconds < 60
      ? [Math.round(seconds), 'second']
      : seconds < 3600
        ? [Math.round(seconds / 60), 'minute']
        : [Math.round(seconds / 3600), 'hour']
  return count === 1 ? unit : `${count}${noBreak}${unit}s`
}

/** "6:42", "1:05:00": the time left, for a countdown. */
export function formatCountdown(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  const pad = (part: number) => String(part).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`
}
