import { type RefObject, useEffect, useRef, useState } from 'react'
import { openPlot, type Plot } from './open-plot.ts'
import type { PlotData } from './plot-data.ts'

export interface PlotState {
  hostRef: RefObject<HTMLDivElement | null>
  plotRef: RefObject<Plot | null>
  /** The selected time, seconds since 1970. */
  at: number
  /** The whole span is visible. */
  isWhole: boolean
}

/** A plot in an element and its selected time, initially the newest. */
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
