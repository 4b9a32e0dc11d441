/*
 * Reads untrusted JSON: missing values and values of the wrong type are `null`.
 */

export type JsonObject = Record<string, unknown>

export function toObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject) // a plain object has only string keys
    : null
}

/** Also reads a number in a string, such as `"45.2"`. */
export function toNumber(value: unknown): number | null {
  if (typeof value === 'string')
    return /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?\s*%?$/i.test(value.trim())
      ? toNumber(Number.parseFloat(value))
      : null
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** Also `null` for an empty string. */
export function toText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** The entry of a table for a value of the server's: names such as `constructor` are members of every object. */
export function lookUp<T>(table: Record<string, T>, key: unknown): T | null {
  return typeof key === 'string' && Object.hasOwn(table, key) ? (table[key] ?? null) : null
}

/** `null` if the bytes aren't a JSON object. */
export function parseJsonObject(bytes: Buffer): JsonObject | null {
  try {
    return toObject(JSON.parse(bytes.toString('utf8')))
  } catch {
    return null
  }
}
