import type { ReactNode } from 'react'
import { ChartDrawing } from './chart-drawing.tsx'
import { ChartLegend } from './chart-legend.tsx'
import { ChartTable } from './chart-table.tsx'
import type { Charts } from './charts.ts'

/** Temperatures and progress over time: drawn on the server, told as a table behind it. Nothing where there is no reading. */
export function ReadingsChart({
  charts,
  id,
  title,
  around,
}: {
  charts: Charts | null
  /** Of this chart on its page. */
  id: string
  title: string
  /** What stands around the drawing and can take its place. */
  around(drawing: ReactNode): ReactNode
}) {
  if (charts === null) return null
  const { wide, narrow } = charts
  return (
    <section aria-labelledby={id} className="readings">
      <h2 className="slug text-quiet" id={id}>
        {title}
      </h2>
      <ChartLegend chart={wide} />
      {around(
        <>
          <ChartDrawing chart={wide} className="chart chart-wide" id={`${id}-wide`} />
          <ChartDrawing chart={narrow} className="chart chart-narrow" id={`${id}-narrow`} />
        </>,
      )}
      <ChartTable chart={wide} />
    </section>
  )
}
