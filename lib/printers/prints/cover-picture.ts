import type { HistoryEntry } from '../types.ts'

/** How many of a print's last pictures are considered. */
export const maxCandidates = 12

const statesWithEmptyBed = new Set(['idle', 'offline', 'starting'])

/**
 * Chooses a print's cover from its last pictures (newest first): the sharpest and best lit one that shows the part, and most of it.
 * `null` only without any picture.
 */
export function chooseBestPicture(entries: readonly HistoryEntry[]): HistoryEntry | null {
  const withPart = entries.filter(({ reading }) => !statesWithEmptyBed.has(reading?.state ?? ''))
  const candidates = withPart.length > 0 ? withPart : entries
  const sharpnesses = candidates.map(({ snapshot }) => snapshot.sharpness ?? 0)
  const sharpest = Math.max(1, ...sharpnesses)
  const furthest = Math.max(0, ...candidates.map(({ reading }) => reading?.progress ?? 0))
  let best: HistoryEntry | null = null
  let bestScore = -1
  for (const entry of candidates) {
    const { sharpness, luma } = entry.snapshot
    // The last pictures of a short print show all of it; a first layer is as sharp as the finished part, but no cover.
    const completeness = ((entry.reading?.progress ?? furthest) + 10) / (furthest + 10)
    // Camera noise in the dark is very sharp: without light, sharpness does not count.
    const score = completeness * rateLight(luma) * ((sharpness ?? sharpest / 2) / sharpest)
    if (score > bestScore) {
      best = entry
      bestScore = score
    }
  }
  return best
}

/** 0 for black and for white, 1 for well lit. */
function rateLight(luma: number): number {
  const ramp = (distance: number) => Math.min(1, Math.max(0, distance))
  return ramp((luma - 10) / 50) * ramp((250 - luma) / 35)
}
