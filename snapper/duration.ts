const seconds: Record<string, number> = { s: 1, m: 60, h: 3600 }
const longestSeconds = 7 * 24 * 3600

/** Parses `30s`, `10m`, `1h` or `600` to whole seconds; `null` for anything else and outside 1 s to 7 days. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,7})\s*([smh]?)$/.exec(text.trim())
  if (match === null) return null
  const value = Number(match[1]) * (seconds[match[2] || 's'] ?? 1)
  return value >= 1 && value <= longestSeconds ? value : null
}
