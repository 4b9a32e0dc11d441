/**
 * A number as people write it, for whatever arrives as text: ASCII digits, with a decimal point at most.
 * @returns `null` for anything else that a language's own parser would take: "0x10", "1e3", " 5 ", "", "Infinity"
 */
export function parseDecimal(text: string): number | null {
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : null
}
