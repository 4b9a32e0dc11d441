import type { ChartLine, ReadingsChart } from '#lib/printers/readings/chart.ts'

/** Hidden from screen readers, which get the table. Sizes are attributes: the Content-Security-Policy forbids inline styles. */
export function ChartDrawing({
  chart,
  className,
  id,
}: {
  chart: ReadingsChart
  className: string
  id: string
}) {
  const { width, height, plot, temperatureTicks, progressTicks } = chart
  const rules = temperatureTicks.length > 0 ? temperatureTicks : progressTicks
  const [plotWidth, plotHeight] = [plot.right - plot.left, plot.bottom - plot.top]
  return (
    <svg
      aria-hidden="true"
      className={className}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
    >
      <pattern height="8" id={`${id}-gap`} patternUnits="userSpaceOnUse" width="8">
        <path className="chart-hatch" d="M-2 10L10-2M-2 2L2-2M6 10L10 6" />
      </pattern>
      {chart.gaps.map(({ left, right }) => (
        <rect
          fill={`url(#${id}-gap)`}
          height={plotHeight}
          key={left}
          width={right - left}
          x={left}
          y={plot.top}
        />
      ))}
      {rules.map(({ at }) => (
        <path className="chart-rule" d={`M${plot.left} ${at}h${plotWidth}`} key={at} />
      ))}
      {temperatureTicks.map(({ at, label }) => (
        <text
          className="chart-tick"
          dy="0.35em"
          key={label}
          textAnchor="end"
          x={plot.left - 6}
          y={at}
        >
          {label}
        </text>
      ))}
      {progressTicks.map(({ at, label }) => (
        <text
          className="chart-tick chart-tick-progress"
          dy="0.35em"
          key={label}
          x={plot.right + 6}
          y={at}
        >
          {label}
        </text>
      ))}
      {chart.timeTicks.map(({ at, label }) => (
        <g key={at}>
          <path className="chart-rule" d={`M${at} ${plot.bottom}v5`} />
          <text className="chart-tick" textAnchor="middle" x={at} y={height - 2}>
            {label}
          </text>
        </g>
      ))}
      {chart.lines.map((line) => (
        <path className={classOfLine(chart, line)} d={line.path} key={line.id} />
      ))}
    </svg>
  )
}

function classOfLine(chart: ReadingsChart, { kind, heater }: ChartLine): string {
  return heater === null
    ? 'chart-line chart-progress'
    : `chart-line chart-${kind} ${classOfHeater(chart, heater)}`
}

/** The class of a heater's line style, chosen by the heater's position. */
export function classOfHeater(chart: ReadingsChart, heater: string): string {
  return `chart-heater-${chart.heaters.indexOf(heater) % 3}`
}
