import type { HistoryEntry } from '../types.ts'

/** How many of a print's last pictures are looked at. */
export const lookedAt = 12

const emptyBeds = new Set(['idle', 'offline', 'starting'])

/**
 * The picture that stands for a print, of its last ones (newest first): the sharpest and best lit that shows the part. `null`
 * only where there is none at all.
 */
export function chooseBestPicture(entries: readonly HistoryEntry[]): HistoryEntry | null {
  const withPart = entries.filter(({ reading }) => !emptyBeds.has(reading?.state ?? ''))
  const candidates = withPart.length > 0 ? withPart : entries
  const known = candidates.map(({ snapshot }) => snapshot.sharpness ?? 0)
  const sharpest = Math.max(1, ...known)
  let best: HistoryEntry | null = null
  let bestScore = -1
  for (const entry of candidates) {
    const { sharpness, luma } = entry.snapshot
    // In the dark a camera's noise is as sharp as can be: without light sharpness counts for nothing.
    const score = rateLight(luma) * ((sharpness ?? sharpest / 2) / sharpest)
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
