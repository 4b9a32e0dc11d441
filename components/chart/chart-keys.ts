import type { KeyboardEvent } from 'react'
import type { Plot } from './open-plot.ts'

/** How much is left of the span in sight at one step closer. */
export const zoomIn = 0.6
/** Readings that one of the page keys goes. */
const pageful = 10

const zooms: Record<string, (plot: Plot) => void> = {
  '+': (plot) => plot.zoom(zoomIn),
  '=': (plot) => plot.zoom(zoomIn),
  '-': (plot) => plot.zoom(1 / zoomIn),
  '0': (plot) => plot.reset(),
}

const moves: Record<string, (place: number, last: number) => number> = {
  ArrowLeft: (place) => place - 1,
  ArrowDown: (place) => place - 1,
  ArrowRight: (place) => place + 1,
  ArrowUp: (place) => place + 1,
  PageDown: (place) => place - pageful,
  PageUp: (place) => place + pageful,
  Home: () => 0,
  End: (_, last) => last,
}

/**
 * What a key does in the large chart. Those that move are the slider's own: on a button they scroll the page.
 * @param place of the moment pointed at, among `moments`
 */
export function onChartKey(
  event: KeyboardEvent,
  plot: Plot | null,
  { place, moments }: { place: number; moments: readonly number[] },
): void {
  if (plot === null || event.ctrlKey || event.metaKey || event.altKey) return
  const zoom = zooms[event.key]
  const move = event.target instanceof HTMLInputElement ? moves[event.key] : undefined
  if (zoom === undefined && move === undefined) return
  event.preventDefault()
  zoom?.(plot)
  const last = moments.length - 1
  const moment = move && moments[Math.min(last, Math.max(0, move(place, last)))]
  if (moment !== undefined) plot.pointAt(moment)
}
