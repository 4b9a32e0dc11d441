const iso =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i
const http = /^(?:\w{3}, )?\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d (?:GMT|UTC|[+-]\d{4})$/
const earliestMs = Date.UTC(2000, 0, 1)
/** A larger number is in milliseconds. */
const maxSeconds = 1e11

/**
 * Parses a time in any common form: ISO 8601 with a space or a T, any fraction and zone; an HTTP date; seconds or milliseconds
 * since 1970. Without a zone it is UTC. `null` for everything else, and for times before 2000 (servers send 1970 for "never").
 */
export function parseRemoteTime(value: unknown): Date | null {
  const ms = parseMs(typeof value === 'string' ? value.trim() : value)
  return Number.isFinite(ms) && ms >= earliestMs ? new Date(ms) : null
}

function parseMs(value: unknown): number {
  if (typeof value === 'number') return value > maxSeconds ? value : value * 1000
  if (typeof value !== 'string') return Number.NaN
  if (/^\d{9,13}(\.\d+)?$/.test(value)) return parseMs(Number(value))
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
