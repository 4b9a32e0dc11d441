import { Detail } from '#components/printer/detail.tsx'
import { formatHeaterName } from '#components/printer/heater-name.ts'
import { ShortTimestamp } from '#components/printer/short-timestamp.tsx'
import type { ApiReadingColumns } from '#lib/api/schema/charts.ts'
import { formatProgress } from '#lib/api/sentences.ts'
import { stateWords } from '#lib/api/state-words.ts'
import { formatTarget, formatTemperature } from '#lib/api/temperatures.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'

const noValue = '–'

/** The printer's reading at the selected time, with the reading's own time, or "No data". */
export function SelectedReading({
  columns,
  reading,
  at,
}: {
  columns: ApiReadingColumns
  /** Index into the columns; `null` in a gap. */
  reading: number | null
  /** Seconds since 1970. */
  at: number
}) {
  const state = reading === null ? undefined : columns.state[reading]
  const observedAt = reading === null ? at : (columns.observed_at[reading] ?? at)
  const progress = reading === null ? null : (columns.progress[reading] ?? null)
  return (
    <dl className="facts moment-reading">
      <Detail label="Time">
        <ShortTimestamp at={new Date(Math.round(observedAt) * 1000)} />
      </Detail>
      <Detail label="State">{state === undefined ? 'No data' : stateWords[state]}</Detail>
      <Detail label="Progress">{progress === null ? noValue : formatProgress(progress)}</Detail>
      {Object.entries(columns.temperatures ?? {}).map(([heater, { actual, target }]) => (
        <Detail key={heater} label={formatHeaterName(heater)}>
          <Heat
            actual={reading === null ? null : (actual[reading] ?? null)}
            target={reading === null ? null : (target[reading] ?? null)}
          />
        </Detail>
      ))}
    </dl>
  )
}

function Heat({ actual, target }: { actual: number | null; target: number | null }) {
  const note = formatTarget(target, getPageSettings())
  return (
    <>
      <span>{formatTemperature(actual, getPageSettings())}</span>{' '}
      {actual !== null && <span className="[font-weight:400] text-quiet">{note}</span>}
    </>
  )
}

/** The same in one line, as the slider's `aria-valuetext`. */
export function describeSelection(
  columns: ApiReadingColumns,
  reading: number | null,
  clock: string,
): string {
  const state = reading === null ? undefined : columns.state[reading]
  if (reading === null || state === undefined) return `${clock}, no data`
  const progress = columns.progress[reading] ?? null
  const heat = Object.entries(columns.temperatures ?? {}).flatMap(([heater, { actual }]) => {
    const celsius = actual[reading] ?? null
    if (celsius === null) return []
    return `${formatHeaterName(heater)} ${formatTemperature(celsius, getPageSettings())}`
  })
  const percent = progress === null ? [] : [formatProgress(progress)]
  return [clock, stateWords[state], ...percent, ...heat].join(', ')
}
