/*
 * Times as text. Intl provides only the parts: Node and browsers differ in spaces and commas, and server and browser must render
 * the same text.
 */

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Cached: creating a formatter takes thirty times as long as formatting, and a page formats hundreds of times. */
function getFormatter(timeZone: string): Intl.DateTimeFormat {
  const formatter =
    formatters.get(timeZone) ??
    // Only American English has names for the American zones.
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    })
  formatters.set(timeZone, formatter)
  return formatter
}

function getParts(at: Date, timeZone: string) {
  const parts = getFormatter(timeZone).formatToParts(at)
  return (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((part) => part.type === type)?.value ?? ''
}

/** "14:30" */
export function formatClock(at: Date, timeZone: string): string {
  const part = getParts(at, timeZone)
  return `${part('hour')}:${part('minute')}`
}

/** "PST" */
export function formatZone(at: Date, timeZone: string): string {
  return getParts(at, timeZone)('timeZoneName')
}

/** "14:30 PST" */
export function formatZonedClock(at: Date, timeZone: string): string {
  return `${formatClock(at, timeZone)} ${formatZone(at, timeZone)}`
}

/** "Sun 22 Nov 2026" */
export function formatDay(at: Date, timeZone: string): string {
  const part = getParts(at, timeZone)
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}`
}

/** "Sun 22 Nov 2026, 06:30 PST" */
export function formatMoment(at: Date, timeZone: string): string {
  return `${formatDay(at, timeZone)}, ${formatZonedClock(at, timeZone)}`
}

const noBreak = '\u00a0'

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

/** As `formatDuration`, but days have hours: how long something took is more precise than how old it is. */
export function formatLength(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const text = formatDuration(seconds)
  return hours > 24 && hours % 24 > 0 ? `${text}${noBreak}${hours % 24}${noBreak}h` : text
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
