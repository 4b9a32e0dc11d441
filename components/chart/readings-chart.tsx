import type { ReactNode } from 'react'
import type { ReadingsChart as Chart } from '#lib/printers/readings/chart.ts'
import { ChartDrawing } from './chart-drawing.tsx'
import { ChartLegend } from './chart-legend.tsx'
import { ChartTable } from './chart-table.tsx'

/** Temperatures and progress over time: an SVG drawn on the server, and a table. Renders nothing without readings. */
export function ReadingsChart({
  charts,
  id,
  title,
  around,
}: {
  /** The same readings, drawn for two widths; `null` without readings. */
  charts: { wide: Chart; narrow: Chart } | null
  /** Unique on the page. */
  id: string
  title: string
  /** Wraps the drawing in what can replace it. */
  around(drawing: ReactNode): ReactNode
}) {
  if (charts === null) return null
  const { wide, narrow } = charts
  return (
    <section aria-labelledby={id} className="mt-section [header+&]:mt-7">
      <h2 className="label text-quiet" id={id}>
        {title}
      </h2>
      <ChartLegend chart={wide} />
      {around(
        <>
          <ChartDrawing
            chart={wide}
            className="chart w-full [height:auto] max-[44rem]:hidden"
            id={`${id}-wide`}
          />
          <ChartDrawing
            chart={narrow}
            className="chart w-full [height:auto] min-[44rem]:hidden"
            id={`${id}-narrow`}
          />
        </>,
      )}
      <ChartTable chart={wide} />
    </section>
  )
}
