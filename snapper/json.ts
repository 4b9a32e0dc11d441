/*
 * Reading JSON that a stranger sent: what isn't there, or isn't what it should be, is `null`.
 */

export type JsonObject = Record<string, unknown>

export function toObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject) // a plain object has no other keys than strings
    : null
}

export function toNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** `null` for the empty text too. */
export function toText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** `null` where the bytes aren't a JSON object. */
export function parseJsonObject(bytes: Buffer): JsonObject | null {
  try {
    return toObject(JSON.parse(bytes.toString('utf8')))
  } catch {
    return null
  }
}
