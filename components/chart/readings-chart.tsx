import { ChartDrawing } from './chart-drawing.tsx'
import { ChartLegend } from './chart-legend.tsx'
import { ChartOpener } from './chart-opener.tsx'
import { ChartTable } from './chart-table.tsx'
import type { Charts } from './charts.ts'

/** Temperatures and progress over time: drawn on the server, told as a table behind it. Nothing where there is no reading. */
export function ReadingsChart({
  charts,
  id,
  title,
  closer,
}: {
  charts: Charts | null
  /** Of this chart on its page. */
  id: string
  title: string
  /** Where the chart to look into is, and what it is drawn of; `page` is `null` on that page itself. */
  closer: { page: string | null; source: string }
}) {
  if (charts === null) return null
  const { wide, narrow } = charts
  return (
    <section aria-labelledby={id} className="readings">
      <h2 className="slug text-quiet" id={id}>
        {title}
      </h2>
      <ChartLegend chart={wide} />
      <ChartOpener {...closer} label={title}>
        <ChartDrawing chart={wide} className="chart chart-wide" id={`${id}-wide`} />
        <ChartDrawing chart={narrow} className="chart chart-narrow" id={`${id}-narrow`} />
      </ChartOpener>
      <ChartTable chart={wide} />
    </section>
  )
}
