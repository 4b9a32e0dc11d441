import type { ReactNode } from 'react'
import { nameHeater } from '#components/printer/heater-name.ts'
import type { FrameWire } from '#lib/printers/wire/prints.ts'
import { formatProgress } from '#lib/printers/wire/sentences.ts'
import { formatDuration } from '#lib/printers/wire/times.ts'

/** What the printer said when the shown frame was taken. */
export function FlipbookReading({ frame, first }: { frame: FrameWire; first: FrameWire }) {
  const seconds = (Date.parse(frame.captured_at) - Date.parse(first.captured_at)) / 1000
  return (
    <dl className="facts flipbook-reading">
      <Fact label="Progress">{frame.progress === null ? '–' : formatProgress(frame.progress)}</Fact>
      {Object.entries(frame.temperatures ?? {}).map(([heater, { actual }]) => (
        <Fact key={heater} label={nameHeater(heater)}>
          {actual === null ? '–' : `${actual.toFixed(1)}\u00a0°C`}
        </Fact>
      ))}
      <Fact label="Age">
        {formatDuration(seconds)}
        <span className="fact-note">after its first picture</span>
      </Fact>
    </dl>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt className="slug text-quiet">{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
