import { existsSync } from 'node:fs'

/** Minutes since midnight in the machine's time zone; the range may cross midnight. */
export interface Hours {
  from: number
  to: number
}

/** Parses `22:00-07:00`; `null` for anything else. */
export function parseHours(text: string): Hours | null {
  const match = /^\s*([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-3]):([0-5]\d)\s*$/.exec(text)
  if (match === null) return null
  const [, fromHour, fromMinute, toHour, toMinute] = match.map(Number)
  return {
    from: (fromHour ?? 0) * 60 + (fromMinute ?? 0),
    to: (toHour ?? 0) * 60 + (toMinute ?? 0),
  }
}

/** Why no picture may be taken now; `null` if it may. */
export function getPrivacyReason(
  privacy: { file: string | null; hours: Hours | null },
  now: Date,
): string | null {
  if (privacy.file !== null && existsSync(privacy.file)) return 'PRIVACY_FILE exists'
  if (privacy.hours === null) return null
  const { from, to } = privacy.hours
  const minute = now.getHours() * 60 + now.getMinutes()
  const isWithin = from <= to ? minute >= from && minute < to : minute >= from || minute < to
  return isWithin ? 'within PRIVACY_HOURS' : null
}
