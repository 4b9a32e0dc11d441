import { percentile } from '../serving/statistics.ts'
import type { CrowdResult, NewPicture } from './plan.ts'

/** Who has seen which picture, and how long after it was acknowledged. */
export function createSightings() {
  const acknowledged = new Map<string, number>()
  const seen = new Map<string, { atMs: number; cameAtMs: number }[]>()
  const arrivals: number[] = []

  return {
    noteViewer(cameAtMs: number): void {
      arrivals.push(cameAtMs)
    },
    notePicture({ sha256, acknowledgedAtMs }: NewPicture): void {
      acknowledged.set(sha256, acknowledgedAtMs)
    },
    noteSeen(sha256: string, atMs: number, cameAtMs: number): void {
      const list = seen.get(sha256) ?? []
      list.push({ atMs, cameAtMs })
      seen.set(sha256, list)
    },
    /** Of each picture those viewers count that were there when it came: later ones see it at once. */
    listSeen(): CrowdResult['seen'] {
      return [...acknowledged].map(([sha256, acknowledgedAtMs]) => {
        const isThere = (cameAtMs: number) => cameAtMs < acknowledgedAtMs
        const viewers = arrivals.filter(isThere).length
        const waits = (seen.get(sha256) ?? [])
          .filter(({ cameAtMs }) => isThere(cameAtMs))
          .map(({ atMs }) => Math.max(0, atMs - acknowledgedAtMs))
        return {
          acknowledgedAtMs,
          viewers,
          p50Ms: percentile(waits, 0.5),
          lastMs: percentile(waits, 1),
          missing: viewers - waits.length,
        }
      })
    },
  }
}
