import { formatHeaterName } from '#components/printer/heater-name.ts'
import { ShortTimestamp } from '#components/printer/short-timestamp.tsx'
import { formatProgress } from '#lib/api/sentences.ts'
import { formatTemperature } from '#lib/api/temperatures.ts'
import type { ReadingsChart } from '#lib/printers/readings/chart.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'

const noValue = '–'

/** A chart's readings as a table, a dozen or so rows: for screen readers, and for exact values. */
export function ChartTable({ chart }: { chart: ReadingsChart }) {
  const heaters = chart.heaters.filter((heater) =>
    chart.lines.some((line) => line.heater === heater),
  )
  return (
    <details className="mt-2 text-(length:--text-small)">
      <summary className="text-link inline-flex min-h-11 cursor-pointer items-center">
        Show as a table
      </summary>
      <table className="chart-table">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Progress</th>
            {heaters.map((heater) => (
              <th key={heater} scope="col">
                {formatHeaterName(heater)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chart.rows.map(({ observedAt, progress, temperatures }) => (
            <tr key={observedAt}>
              <th scope="row">
                <ShortTimestamp at={new Date(observedAt)} />
              </th>
              <td>{progress === null ? noValue : formatProgress(progress)}</td>
              {heaters.map((heater) => (
                <td key={heater}>
                  {formatTemperature(temperatures[heater]?.actual ?? null, getPageSettings())}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
