import { type RefObject, useEffect, useRef, useState } from 'react'
import { openPlot, type Plot } from './open-plot.ts'
import type { PlotData } from './plot-data.ts'

export interface PlotState {
  hostRef: RefObject<HTMLDivElement | null>
  plotRef: RefObject<Plot | null>
  /** The moment that is pointed at, seconds since 1970. */
  at: number
  /** Nothing is out of sight. */
  isWhole: boolean
}

/** A plot in an element, and what is pointed at in it; the newest moment to begin with. */
export function usePlot(data: PlotData): PlotState {
  const hostRef = useRef<HTMLDivElement>(null)
  const plotRef = useRef<Plot>(null)
  const [at, setAt] = useState(() => data.at.at(-1) ?? data.to)
  const [isWhole, setWhole] = useState(true)

  useEffect(() => {
    if (hostRef.current === null) return
    const plot = openPlot(hostRef.current, data, {
      onPoint: setAt,
      onView: (view) => setWhole(view.isWhole),
    })
    plotRef.current = plot
    return () => {
      plot.close()
      plotRef.current = null
    }
  }, [data])

  return { hostRef, plotRef, at, isWhole }
}
