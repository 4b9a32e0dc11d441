export type PauseChoice = 'hour' | 'tomorrow' | 'open'

const morningHour = 6
const quarterMs = 15 * 60 * 1000

/** When a pause that begins now ends by itself: in an hour, next morning at six in the site's time zone, or never (`null`). */
export function findPauseEnd(choice: PauseChoice, now: Date, timeZone: string): Date | null {
  if (choice === 'open') return null
  if (choice === 'hour') return new Date(now.getTime() + 4 * quarterMs)
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
  // In quarters, which all zones' offsets are multiples of; so a changed clock needs no rule.
  let end = (Math.floor(now.getTime() / quarterMs) + 1) * quarterMs
  while (clock.format(end) !== `0${morningHour}:00`) end += quarterMs
  return new Date(end)
}
