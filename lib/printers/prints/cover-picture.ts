import type { HistoryEntry } from '../types.ts'

/** How many of a print's last pictures are looked at. */
export const maxCandidates = 12

const emptyBeds = new Set(['idle', 'offline', 'starting'])

/**
 * The picture that stands for a print, of its last ones (newest first): the sharpest and best lit that shows the part, and most of
 * it. `null` only where there is none at all.
 */
export function chooseBestPicture(entries: readonly HistoryEntry[]): HistoryEntry | null {
  const withPart = entries.filter(({ reading }) => !emptyBeds.has(reading?.state ?? ''))
  const candidates = withPart.length > 0 ? withPart : entries
  const known = candidates.map(({ snapshot }) => snapshot.sharpness ?? 0)
  const sharpest = Math.max(1, ...known)
  const furthest = Math.max(0, ...candidates.map(({ reading }) => reading?.progress ?? 0))
  let best: HistoryEntry | null = null
  let bestScore = -1
  for (const entry of candidates) {
    const { sharpness, luma } = entry.snapshot
    // Of a short print the last pictures are all of it; a first layer is as sharp as the whole part, and nobody's portrait.
    const wholeness = ((entry.reading?.progress ?? furthest) + 10) / (furthest + 10)
    // In the dark a camera's noise is as sharp as can be: without light sharpness counts for nothing.
    const score = wholeness * rateLight(luma) * ((sharpness ?? sharpest / 2) / sharpest)
    if (score > bestScore) {
      best = entry
      bestScore = score
    }
  }
  return best
}

/** 0 for black and for white, 1 for all that lies well between. */
function rateLight(luma: number): number {
  const ramp = (distance: number) => Math.min(1, Math.max(0, distance))
  return ramp((luma - 10) / 50) * ramp((250 - luma) / 35)
}
