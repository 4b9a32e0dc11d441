import { Detail } from '#components/printer/detail.tsx'
import { formatHeaterName } from '#components/printer/heater-name.ts'
import type { ApiFrame } from '#lib/api/schema/prints.ts'
import { formatProgress } from '#lib/api/sentences.ts'
import { formatLength } from '#lib/api/times.ts'

/** The printer's readings at the shown frame. Every frame has the same rows, so that nothing below moves. */
export function FlipbookReading({
  frame,
  first,
  heaters,
}: {
  frame: ApiFrame
  first: ApiFrame
  /** All heaters of all frames. */
  heaters: readonly string[]
}) {
  const seconds = (Date.parse(frame.captured_at) - Date.parse(first.captured_at)) / 1000
  return (
    <dl className="facts flipbook-reading content-start">
      <Detail label="Progress">
        {frame.progress === null ? '–' : formatProgress(frame.progress)}
      </Detail>
      {heaters.map((heater) => (
        <Detail key={heater} label={formatHeaterName(heater)}>
          {formatDegrees(frame.temperatures?.[heater]?.actual ?? null)}
        </Detail>
      ))}
      <Detail label="Time">
        {formatLength(seconds)}
        <span className="fact-note">since the first picture</span>
      </Detail>
    </dl>
  )
}

function formatDegrees(celsius: number | null): string {
  return celsius === null ? '–' : `${celsius.toFixed(1)}\u00a0°C`
}
