import type { ReactNode } from 'react'
import { formatHeaterName } from '#components/printer/heater-name.ts'
import { formatUnit } from '#lib/api/temperatures.ts'
import type { ReadingsChart } from '#lib/printers/readings/chart.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { classOfHeater } from './chart-drawing.tsx'

/** The legend of a chart, with the units of its axes and the zone of its times. */
export function ChartLegend({ chart }: { chart: ReadingsChart }) {
  const has = (kind: string) => chart.lines.some((line) => line.kind === kind)
  const unit = formatUnit(getPageSettings())
  return (
    <ul className="mt-3 mb-4 flex flex-wrap gap-x-6 gap-y-1 text-(length:--text-small)">
      {chart.heaters
        .filter((heater) => chart.lines.some((line) => line.heater === heater))
        .map((heater) => (
          <Entry className={`chart-line chart-actual ${classOfHeater(chart, heater)}`} key={heater}>
            {`${formatHeaterName(heater)}, ${unit}`}
          </Entry>
        ))}
      {has('target') && <Entry className="chart-line chart-target chart-heater-1">Target</Entry>}
      {has('progress') && <Entry className="chart-line chart-progress">Progress, %</Entry>}
      {chart.gaps.length > 0 && (
        <Entry className="chart-hatch" path="M-2 14L14-2M6 14L22-2M14 14L30-2M22 14L30 6M-2 6L6-2">
          No data
        </Entry>
      )}
      <li className="text-quiet">{`Times in ${chart.zone}`}</li>
    </ul>
  )
}

function Entry({
  className,
  path = 'M2 6h24',
  children,
}: {
  className: string
  path?: string
  children: ReactNode
}) {
  return (
    <li className="inline-flex items-center gap-2">
      <svg aria-hidden="true" className="flex-none" height="12" viewBox="0 0 28 12" width="28">
        <path className={className} d={path} />
      </svg>
      {children}
    </li>
  )
}
