import type { SnapshotWire } from '#lib/printers/wire/printer.ts'
import { activeStates, type PrinterState } from '#lib/printers/wire/states.ts'

/** A kept picture with what the printer said at that moment. */
export interface FrameWire extends SnapshotWire {
  state: PrinterState
  progress: number | null
}

/** Moments at which nothing is known of the machine: they neither belong to a print nor end it. */
const mute: ReadonlySet<PrinterState> = new Set(['unknown', 'unreachable', 'unauthorized'])
/** A print's percentage may fall by a few when its end is estimated anew; by more, it is another print's. */
const mostFallen = 15

/**
 * The last print in a history, and the picture of the finished part behind it where there is one.
 * @param entries newest first
 * @returns its frames, oldest first; `isWhole` where the history goes back beyond its beginning
 */
export function findLastRun(entries: readonly FrameWire[]): {
  frames: FrameWire[]
  isWhole: boolean
} {
  const frames: FrameWire[] = []
  let after: FrameWire | null = null
  for (const entry of entries) {
    if (mute.has(entry.state)) continue
    const next = frames[0]
    if (activeStates.has(entry.state)) {
      if (next !== undefined && isOfEarlierPrint(entry, next)) return { frames, isWhole: true }
      if (next === undefined && after?.state === 'finished') frames.unshift(after)
      frames.unshift(entry)
    } else if (next !== undefined) return { frames, isWhole: true }
    else after = entry
  }
  return { frames, isWhole: false }
}

function isOfEarlierPrint(entry: FrameWire, next: FrameWire): boolean {
  return (entry.progress ?? 0) > (next.progress ?? 100) + mostFallen
}

/** Of very many, so many that are evenly apart; the first and the last stay. */
export function thinFrames(frames: readonly FrameWire[], most: number): FrameWire[] {
  if (frames.length <= most) return [...frames]
  const step = (frames.length - 1) / (most - 1)
  return Array.from({ length: most }, (_, index) => frames[Math.round(index * step)]).filter(
    (frame) => frame !== undefined,
  )
}
