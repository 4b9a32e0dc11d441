export type Series = { at: number; value: number | null }[]

/** Splits a series at unknown values and where neighbours are further apart than `gapMs`. */
export function toSegments(series: Series, gapMs: number): { at: number; value: number }[][] {
  const segments: { at: number; value: number }[][] = []
  let last: number | null = null
  for (const { at, value } of series) {
    if (value === null) {
      last = null
      continue
    }
    const segment = segments.at(-1)
    if (segment && last !== null && at - last <= gapMs) segment.push({ at, value })
    else segments.push([{ at, value }])
    last = at
  }
  return segments
}

/** The spans longer than `gapMs` without a reading. */
export function listGaps(
  times: readonly number[],
  [from, to]: [number, number],
  gapMs: number,
): [number, number][] {
  const all = [from, ...times, to]
  return all.slice(1).flatMap((end, index): [number, number][] => {
    const start = all[index] ?? end
    return end - start > gapMs ? [[start, end]] : []
  })
}
