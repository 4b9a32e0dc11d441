import { formatDuration, noBreak } from './times.ts'

/** As `formatDuration`, but days have hours: how long something took is more precise than how old it is. */
export function formatLength(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const text = formatDuration(seconds)
  return hours > 24 && hours % 24 > 0 ? `${text}${noBreak}${hours % 24}${noBreak}h` : text
}
