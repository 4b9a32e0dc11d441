import { useEffect, useMemo, useRef, useState } from 'react'
import type { ApiReadingColumns } from '#lib/api/schema/charts.ts'
import { formatMoment } from '#lib/api/times.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { onChartKey, zoomIn } from './chart-keys.ts'
import { openPlot, type Plot } from './open-plot.ts'
import { findNearest, type PlotData, toPlotData } from './plot-data.ts'
import { SelectedPicture, usePictureAt } from './selected-picture.tsx'
import { describeSelection, SelectedReading } from './selected-reading.tsx'

/** The interactive chart: zoom by drag, wheel, pinch or keys, with the picture and the reading at the selected time. */
export function LargeChart({
  columns,
  label,
  wantsFocus,
}: {
  columns: ApiReadingColumns
  label: string
  /** The visitor just opened it: keyboard focus moves to the slider. */
  wantsFocus: boolean
}) {
  const data = useMemo(() => toPlotData(columns, getPageSettings()), [columns])
  const { hostRef, plotRef, at, isWhole } = usePlot(data)
  const picture = usePictureAt(columns.pictures, at)
  const sliderRef = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (wantsFocus) sliderRef.current?.focus({ preventScroll: true })
  }, [wantsFocus])

  const index = findNearest(data.at, at)
  const reading = data.readings[index] ?? null
  const clock = formatMoment(new Date(Math.round(data.at[index] ?? at) * 1000), getPageSettings())
  const zoom = (factor: number) => plotRef.current?.zoom(factor)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: handles keys that bubble up from slider and buttons
    <div
      className="large-chart"
      onKeyDown={(event) => onChartKey(event, plotRef.current, { index, times: data.at })}
    >
      {/* After a pointer gesture, the keys work at once. */}
      <div
        className="large-chart-plot"
        onPointerUp={() => sliderRef.current?.focus({ preventScroll: true })}
        ref={hostRef}
      />
      <input
        aria-label={`${label}: time`}
        aria-valuetext={describeSelection(columns, reading, clock)}
        className="large-chart-slider"
        max={data.to}
        min={data.from}
        onChange={(event) => plotRef.current?.pointAt(event.currentTarget.valueAsNumber)}
        ref={sliderRef}
        step="any"
        type="range"
        value={at}
      />
      <div className="flex flex-wrap items-center gap-x-6 gap-y-1 [grid-area:tools]">
        <button className="text-link chart-tool" onClick={() => zoom(zoomIn)} type="button">
          Zoom in
        </button>
        <button
          className="text-link chart-tool"
          disabled={isWhole}
          onClick={() => zoom(1 / zoomIn)}
          type="button"
        >
          Zoom out
        </button>
        <button
          className="text-link chart-tool"
          disabled={isWhole}
          onClick={() => plotRef.current?.reset()}
          type="button"
        >
          Reset
        </button>
        <p className="large-chart-hint [@media(hover:none)]:hidden">
          Drag across the chart to zoom in, or press <kbd>+</kbd>, <kbd>−</kbd> and <kbd>0</kbd>.
          Arrow keys move from reading to reading.
        </p>
        <p className="large-chart-hint [@media(hover:hover)]:hidden">
          Slide a finger along the chart. Pinch to zoom.
        </p>
      </div>
      <div className="large-chart-moment">
        {columns.pictures.length > 0 && <SelectedPicture at={at} picture={picture} />}
        <SelectedReading at={at} columns={columns} reading={reading} />
      </div>
    </div>
  )
}

/** A plot in an element and its selected time (seconds since 1970, initially the newest); `isWhole` while the whole span is visible. */
function usePlot(data: PlotData) {
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
