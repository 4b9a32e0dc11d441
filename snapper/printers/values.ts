import type { ApiHeater } from '#lib/api/schema/printer.ts'
import { toNumber, toObject } from '../json.ts'

/*
 * Converts what servers report to what the site accepts; invalid values become `null`.
 */

/** Anything outside of 0-100 is unknown. For a file of unknown size OctoPrint reports -100. */
export function toPercent(value: unknown): number | null {
  // Rounded because the API accepts no exponents: one byte of 150 MB would be 6.7e-7.
  const percent = Math.round((toNumber(value) ?? -1) * 10_000) / 10_000
  return percent < 0 || percent > 100 ? null : percent
}

const longestSeconds = 31_536_000

export function toSeconds(value: unknown): number | null {
  const seconds = toNumber(value)
  return seconds === null || seconds < 0 || seconds > longestSeconds ? null : Math.round(seconds)
}

const unfit = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffd]/gu

/** Removes control characters and bidirectional overrides, and limits the length to 200 characters. */
export function toName(text: string | null): string | null {
  if (text === null) return null
  const plain = text.normalize('NFC').replace(unfit, '')
  return [...plain.trim()].slice(0, 200).join('') || null
}

/** A broken sensor can report anything; two decimals are more than any sensor measures. */
export function toDegrees(value: unknown): number | null {
  const degrees = toNumber(value)
  if (degrees === null || degrees < -273.15 || degrees > 2000) return null
  return Math.round(degrees * 100) / 100
}

/** More than any spool holds; anything above is a bogus value. */
const longestMm = 100_000_000

export function toMillimetres(value: unknown): number | null {
  const mm = toNumber(value)
  return mm === null || mm < 0 || mm > longestMm ? null : Math.round(mm * 10) / 10
}

/** The first number of a list, or a number; outside of the range it is unknown. */
export function toNumberUpTo(value: unknown, most: number): number | null {
  const number = toNumber(Array.isArray(value) ? value[0] : value)
  return number === null || number < 0 || number > most ? null : number
}

const maxHeaters = 16

/** The heaters with known values, from pairs of a name and `{ actual, target }`. */
export function toTemperatures(
  heaters: Iterable<readonly [string, unknown]>,
): Record<string, ApiHeater> | null {
  const known = [...heaters]
    .filter(([name]) => /^[\w .-]{1,40}$/.test(name) && !(name in Object.prototype))
    .map(([name, heater]) => {
      const { actual, target } = toObject(heater) ?? {}
      return [name, { actual: toDegrees(actual), target: toDegrees(target) }] as const
    })
    .filter(([, { actual, target }]) => actual !== null || target !== null)
    .slice(0, maxHeaters)
  return known.length === 0 ? null : Object.fromEntries(known)
}
