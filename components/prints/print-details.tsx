import { Detail } from '#components/printer/detail.tsx'
import { formatHeaterName } from '#components/printer/heater-name.ts'
import { MaterialDetails } from '#components/printer/printer-details.tsx'
import {
  describeDuration,
  describeFilament,
  formatBounds,
  includesDay,
} from '#lib/api/describe-print.ts'
import type { ApiBounds, ApiPrintWithNeighbours } from '#lib/api/schema/prints.ts'
import { formatProgress } from '#lib/api/sentences.ts'
import { formatTemperature } from '#lib/api/temperatures.ts'
import { formatDay } from '#lib/api/times.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { outcomeWords } from './describe-print.ts'

/** What is known of a print; times have bounds. */
export function PrintDetails({ print }: { print: ApiPrintWithNeighbours }) {
  const { started, ended, outcome } = print
  return (
    <dl className="facts">
      <Detail
        label="Outcome"
        {...(outcome === 'unknown' && {
          note:
            print.next === null
              ? 'The printer stopped reporting, or started something else, before the end was seen.'
              : `Its end was not seen. Print ${print.next} followed.`,
        })}
      >
        {outcomeWords[outcome]}
        {outcome !== 'finished' && print.progress !== null && (
          <> at {formatProgress(print.progress)}</>
        )}
      </Detail>
      {print.name !== null && print.title === null && (
        <Detail label="Job">
          <bdi className="wrap-anywhere">{print.name}</bdi>
        </Detail>
      )}
      <Detail label="Started">
        <Bounds
          bounds={started}
          className="dt-start"
          at={started.not_after ?? started.not_before}
        />
      </Detail>
      {ended !== null && (
        <Detail label="Ended">
          <Bounds bounds={ended} className="dt-end" at={ended.not_before ?? ended.not_after} />
        </Detail>
      )}
      <Detail label="Duration">
        {describeDuration(print)}
        {ended === null && ' so far'}
      </Detail>
      {print.filament !== null && (
        <Detail
          label="Filament"
          {...(print.filament.used_mm === null && { note: 'slicer’s estimate' })}
        >
          {describeFilament(print.filament)}
        </Detail>
      )}
      <MaterialDetails material={print.material} />
      {Object.entries(print.max_temperatures ?? {}).map(([heater, celsius]) => (
        <Detail key={heater} label={formatHeaterName(heater)}>
          up to {formatTemperature(celsius, getPageSettings())}
        </Detail>
      ))}
    </dl>
  )
}

/** `at` is the bound at which the print was certainly running, for the machine-readable time. */
function Bounds({
  bounds,
  at,
  className,
}: {
  bounds: ApiBounds
  at: string | null
  className: string
}) {
  const text = formatBounds(bounds, getPageSettings())
  if (at === null) return text
  return (
    <>
      <time className={className} dateTime={at}>
        {text}
      </time>{' '}
      {!includesDay(text) && (
        <span className="fact-note">{formatDay(new Date(at), getPageSettings())}</span>
      )}
    </>
  )
}
