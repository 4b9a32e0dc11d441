import type { ContentWarning } from '../content-errors.ts'
import type { SourceFile } from './front-matter.ts'

/** A name this many letters away from a known one was meant as that one; unknown others are the owner's own business. */
const maxDistance = 2
const shortestName = 4

/** Members of the front matter that nobody will read, since a letter is wrong: `titel`, `tagz`, `date.publised`. */
export function findUnknownKeys(
  { file, data, lineOf }: SourceFile,
  known: Record<string, readonly string[]>,
): ContentWarning[] {
  const look = (names: string[], among: readonly string[], path: string[]) =>
    names.flatMap((name): ContentWarning[] => {
      const meant = among.includes(name) ? undefined : among.find((one) => isNear(name, one))
      if (meant === undefined) return []
      const message = `${[...path, name].join('.')} isn't known; if ${meant} was meant, write that`
      return [{ file, line: lineOf([...path, name]), message }]
    })
  const within = Object.entries(known).flatMap(([member, among]) => {
    const value = data[member]
    const isMap = value !== null && typeof value === 'object' && !Array.isArray(value)
    return isMap ? look(Object.keys(value), among, [member]) : []
  })
  return [...look(Object.keys(data), Object.keys(known), []), ...within]
}

function isNear(name: string, known: string): boolean {
  if (known.length < shortestName || Math.abs(name.length - known.length) > maxDistance)
    return false
  const limit = known.length < 6 ? 1 : maxDistance
  return measureDistance(name.toLowerCase(), known.toLowerCase()) <= limit
}

/** How many letters have to be put in, taken out, changed or swapped with their neighbour. */
function measureDistance(a: string, b: string): number {
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
