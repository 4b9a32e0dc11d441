import type { KeyboardEvent } from 'react'
import type { Plot } from './open-plot.ts'

/** One zoom step keeps this share of the visible span. */
export const zoomIn = 0.6
/** Readings per Page Up or Page Down. */
const pageStep = 10

const zooms: Record<string, (plot: Plot) => void> = {
  '+': (plot) => plot.zoom(zoomIn),
  '=': (plot) => plot.zoom(zoomIn),
  '-': (plot) => plot.zoom(1 / zoomIn),
  '0': (plot) => plot.reset(),
}

const moves: Record<string, (index: number, last: number) => number> = {
  ArrowLeft: (index) => index - 1,
  ArrowDown: (index) => index - 1,
  ArrowRight: (index) => index + 1,
  ArrowUp: (index) => index + 1,
  PageDown: (index) => index - pageStep,
  PageUp: (index) => index + pageStep,
  Home: () => 0,
  End: (_, last) => last,
}

/**
 * Keyboard shortcuts of the large chart. Keys that move work on the slider only: on a button they scroll the page.
 * @param index of the selected time in `times`
 */
export function onChartKey(
  event: KeyboardEvent,
  plot: Plot | null,
  { index, times }: { index: number; times: readonly number[] },
): void {
  if (plot === null || event.ctrlKey || event.metaKey || event.altKey) return
  const zoom = zooms[event.key]
  const move = event.target instanceof HTMLInputElement ? moves[event.key] : undefined
  if (zoom === undefined && move === undefined) return
  event.preventDefault()
  zoom?.(plot)
  const last = times.length - 1
  const time = move && times[Math.min(last, Math.max(0, move(index, last)))]
  if (time !== undefined) plot.pointAt(time)
}
