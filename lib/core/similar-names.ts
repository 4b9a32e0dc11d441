const maxDistance = 2
const minNameLength = 4

/** Whether `name` is probably `known` with a typing error. */
export function isSimilar(name: string, known: string): boolean {
  if (known.length < minNameLength || Math.abs(name.length - known.length) > maxDistance)
    return false
  const limit = known.length < 6 ? 1 : maxDistance
  return getEditDistance(name.toLowerCase(), known.toLowerCase()) <= limit
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
export function getEditDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  )
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const row = rows[i]
      if (row === undefined) continue
      row[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (isSame ? 0 : 1),
        isSwapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
  return at(a.length, b.length)
}
