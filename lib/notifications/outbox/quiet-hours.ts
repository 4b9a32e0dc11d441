const pattern = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/
const minuteMs = 60_000

/** "22:00-07:00"; the two times differ. */
export function isQuietHours(text: string): boolean {
  const [from, to] = text.split('-')
  return pattern.test(text) && from !== to
}

/** When the quiet hours end that include this moment, on the site's clock; `null` outside of them. */
export function findQuietEnd(quietHours: string, now: Date, timeZone: string): Date | null {
  const [from = '', to = ''] = quietHours.split('-')
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
  const isQuiet = (ms: number) => {
    const time = clock.format(ms)
    return from < to ? time >= from && time < to : time >= from || time < to
  }
  if (!isQuiet(now.getTime())) return null
  // Minute by minute, so that a changed clock needs no rule.
  let end = Math.floor(now.getTime() / minuteMs) * minuteMs
  while (isQuiet(end)) end += minuteMs
  return new Date(end)
}
