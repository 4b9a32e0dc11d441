export interface PlotActions {
  /** `factor` above 1 shows a longer span. The time at `share` of the plot's width stays in place; by default the selected time. */
  zoom(factor: number, share?: number): void
  /** Moves by so many spans; false if it was at the end already. */
  pan(spans: number): boolean
  /** Selects the time at a share of the plot's width, from the left. */
  point(share: number): void
  isWhole(): boolean
}

/**
 * Wheel and touch gestures on a plot; uPlot handles mouse drags. A scrolling page must not get stuck when a chart comes under the
 * pointer, so the wheel zooms only with Ctrl, which a pinch on a touchpad also sends.
 * @returns a function that removes the listeners
 */
export function listenToGestures(over: HTMLElement, actions: PlotActions): () => void {
  const ending = new AbortController()
  const shareOf = ({ clientX }: { clientX: number }) => {
    const { left, width } = over.getBoundingClientRect()
    return Math.min(1, Math.max(0, (clientX - left) / width))
  }

  const onWheel = (event: WheelEvent) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault()
      actions.zoom(Math.exp(Math.min(40, Math.max(-40, event.deltaY)) / 60), shareOf(event))
    } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY) && !actions.isWhole()) {
      if (actions.pan(event.deltaX / over.clientWidth)) event.preventDefault()
    }
  }
  over.addEventListener('wheel', onWheel, { passive: false, signal: ending.signal })

  const fingers = new Map<number, number>()
  const onPointer = (event: PointerEvent) => {
    if (event.pointerType !== 'touch') return
    if (event.type === 'pointerdown') fingers.set(event.pointerId, event.clientX)
    const before = [...fingers.values()]
    if (fingers.has(event.pointerId) && event.type === 'pointermove')
      fingers.set(event.pointerId, event.clientX)
    const after = [...fingers.values()]
    if (event.type === 'pointerup' || event.type === 'pointercancel')
      fingers.delete(event.pointerId)
    else if (fingers.size === 1) actions.point(shareOf(event))
    else if (fingers.size === 2) pinch(before, after)
  }
  const pinch = (before: number[], after: number[]) => {
    const [spread, wide] = [spreadOf(before), spreadOf(after)]
    if (spread < 8 || wide < 8) return
    actions.pan((middleOf(before) - middleOf(after)) / over.clientWidth)
    actions.zoom(spread / wide, shareOf({ clientX: middleOf(after) }))
  }
  for (const name of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel'] as const)
    over.addEventListener(name, onPointer, { signal: ending.signal })
  return () => ending.abort()
}

const spreadOf = ([one = 0, other = 0]: number[]) => Math.abs(one - other)
const middleOf = ([one = 0, other = 0]: number[]) => (one + other) / 2
