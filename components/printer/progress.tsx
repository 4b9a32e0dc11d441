import { PencilProgress } from '#components/layout/pencil.tsx'
import type { PrinterWire } from '#lib/printers/wire/printer.ts'
import { isQuiet } from '#lib/printers/wire/sentences.ts'
import { activeStates } from '#lib/printers/wire/states.ts'
import { formatDuration } from '#lib/printers/wire/times.ts'
import { Clock } from './moment.tsx'

/** The stroke along the print, and its two ends in time. Nothing where no job is on the machine. */
export function Progress({ printer, nowMs }: { printer: PrinterWire; nowMs: number }) {
  const { progress, job, observed_at: observedAt } = printer
  if (progress === null || !hasProgress(printer)) return null
  // What was to go when nothing has been heard since is anybody's guess.
  const isForecast = activeStates.has(printer.state) && !isQuiet(printer, nowMs)
  const remaining = isForecast ? (job?.remaining_seconds ?? null) : null
  return (
    <div>
      <progress
        aria-label="Progress of the print"
        className="sr-only"
        max={100}
        value={Math.floor(progress)}
      >
        {Math.floor(progress)} %
      </progress>
      <PencilProgress percent={progress} />
      <p className="flex flex-wrap justify-between gap-x-6 text-small">
        {job?.elapsed_seconds != null && <span>{formatDuration(job.elapsed_seconds)} so far</span>}
        {remaining !== null && (
          <span>
            {formatDuration(remaining)} to go
            {printer.state === 'printing' && observedAt !== null && (
              <>
                , until about <Clock at={new Date(Date.parse(observedAt) + remaining * 1000)} />
              </>
            )}
          </span>
        )}
      </p>
    </div>
  )
}

/** A percentage is only told of a job that is there: a printer that is off has none, whatever it last reported. */
export function hasProgress({ state, progress }: Pick<PrinterWire, 'state' | 'progress'>): boolean {
  return (
    progress !== null && (activeStates.has(state) || state === 'finished' || state === 'cancelled')
  )
}
