const iso =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i
const http = /^(?:\w{3}, )?\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d (?:GMT|UTC|[+-]\d{4})$/
const earliestMs = Date.UTC(2000, 0, 1)
/** More seconds than this are milliseconds. */
const maxSeconds = 1e11

/**
 * A moment in any of the forms that servers have for one: ISO 8601 with a space or a T, with any fraction and zone, HTTP's form,
 * seconds or milliseconds since 1970. What says no zone is UTC. `null` for what can't be told, "never" (1970) included.
 */
export function parseRemoteTime(value: unknown): Date | null {
  const ms = readMs(typeof value === 'string' ? value.trim() : value)
  return Number.isFinite(ms) && ms >= earliestMs ? new Date(ms) : null
}

function readMs(value: unknown): number {
  if (typeof value === 'number') return value > maxSeconds ? value : value * 1000
  if (typeof value !== 'string') return Number.NaN
  if (/^\d{9,13}(\.\d+)?$/.test(value)) return readMs(Number(value))
  if (http.test(value)) return Date.parse(value)
  const [, day, clock, fraction = '0', zone = 'Z'] = iso.exec(value) ?? []
  if (day === undefined) return Number.NaN
  const seconds = clock?.length === 5 ? `${clock}:00` : clock
  return Date.parse(`${day}T${seconds}.${fraction.slice(0, 3)}${normaliseZone(zone)}`)
}

function normaliseZone(zone: string): string {
  const [, sign, hours, minutes = '00'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? []
  return hours === undefined ? 'Z' : `${sign}${hours}:${minutes}`
}
