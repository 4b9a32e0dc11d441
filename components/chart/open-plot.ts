import uPlot from 'uplot'
import { readColours, watchTheme } from './plot-colours.ts'
import type { PlotData } from './plot-data.ts'
import { listenToGestures, type PlotActions } from './plot-gestures.ts'
import { drawGaps } from './plot-hatch.ts'
import { describePlot } from './plot-options.ts'

/** The smallest visible span, seconds. */
const minSpan = 120

export interface Plot extends PlotActions {
  /** Selects a time, seconds since 1970, and scrolls to it if it is out of view. */
  pointAt(at: number): void
  /** Shows the whole span. */
  reset(): void
  close(): void
}

export interface PlotListeners {
  /** The pointer selected a time, seconds since 1970. */
  onPoint(at: number): void
  onView(view: { from: number; to: number; isWhole: boolean }): void
}

/** Draws into an element that has a size, follows its size and the theme, and reports the selected time. */
export function openPlot(host: HTMLElement, data: PlotData, listeners: PlotListeners): Plot {
  let colours = readColours(host)
  let pointedAt = data.at.at(-1) ?? data.to
  // uPlot applies a new scale after the current task, but two steps of one gesture run within it: keep our own view.
  let view = { from: data.from, to: data.to }
  // After a rescale uPlot keeps the cursor's pixel and fires setCursor with another time: ignore that.
  let isSettling = false
  const size = () => ({ width: host.clientWidth, height: host.clientHeight })
  const plot = new uPlot(
    describePlot({
      data,
      ...size(),
      colours: () => colours,
      hooks: {
        drawClear: [(self) => drawGaps(self, data.gaps, colours.line)],
        setScale: [(self, key) => key === 'x' && reportView(self)],
        setCursor: [(self) => follow(self)],
      },
    }),
    [data.at, ...data.lines.map(({ values }) => values)],
    host,
  )

  function follow(self: uPlot): void {
    const { left = -1 } = self.cursor
    if (isSettling) return
    // The pointer has left: keep the selected time marked.
    if (left < 0) {
      queueMicrotask(mark)
      return
    }
    pointedAt = self.posToVal(left, 'x')
    listeners.onPoint(pointedAt)
  }
  function mark(): void {
    isSettling = false
    const left = plot.valToPos(pointedAt, 'x')
    if (left >= 0 && left <= plot.over.clientWidth) plot.setCursor({ left, top: 0 }, false)
  }
  function reportView(self: uPlot): void {
    const { min: from = data.from, max: to = data.to } = self.scales.x ?? {}
    view = { from, to }
    isSettling = true
    listeners.onView({ from, to, isWhole: isWhole() })
    queueMicrotask(mark)
  }
  function show(from: number, span: number): void {
    const long = Math.min(data.to - data.from, Math.max(minSpan, span))
    const start = Math.min(data.to - long, Math.max(data.from, from))
    view = { from: start, to: start + long }
    plot.setScale('x', { min: view.from, max: view.to })
  }
  function shareOfPointed(): number {
    const share = (pointedAt - view.from) / (view.to - view.from)
    return share >= 0 && share <= 1 ? share : 0.5
  }
  const isWhole = () => view.to - view.from >= data.to - data.from - 1

  const actions: PlotActions = {
    zoom(factor, share = shareOfPointed()) {
      const { from, to } = view
      const fixed = from + share * (to - from)
      const span = Math.max(minSpan, (to - from) * factor)
      show(fixed - share * span, span)
    },
    pan(spans) {
      const { from, to } = view
      show(from + spans * (to - from), to - from)
      return view.from !== from
    },
    point(share) {
      plot.setCursor({ left: share * plot.over.clientWidth, top: 0 })
    },
    isWhole,
  }
  const endGestures = listenToGestures(plot.over, actions)
  const endTheme = watchTheme(() => {
    colours = readColours(host)
    plot.redraw(false, true)
  })
  const observer = new ResizeObserver(() => plot.setSize(size()))
  observer.observe(host)
  return {
    ...actions,
    pointAt(at) {
      pointedAt = at
      const { from, to } = view
      if (at < from || at > to) show(at - (to - from) / 2, to - from)
      mark()
      listeners.onPoint(at)
    },
    reset: () => show(data.from, data.to - data.from),
    close() {
      observer.disconnect()
      endTheme()
      endGestures()
      plot.destroy()
    },
  }
}
