import { AccentProgress } from '#components/layout/accent-stroke.tsx'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { isQuiet } from '#lib/api/sentences.ts'
import { getJobProgress } from '#lib/api/states.ts'
import { Clock } from './timestamp.tsx'
import { describeTiming } from './timing.ts'

/** Progress bar with elapsed and remaining time. Renders nothing without a job. */
export function Progress({
  printer,
  nowMs,
  hasElement = true,
}: {
  printer: ApiPrinter
  nowMs: number
  /** Not where the same list item says the percentage. */
  hasElement?: boolean
}) {
  const progress = getJobProgress(printer)
  if (progress === null) return null
  const { past, future, doneAt } = describeTiming(printer, nowMs)
  return (
    <div className={isQuiet(printer, nowMs) ? 'stale' : undefined}>
      {hasElement && (
        <progress
          aria-label="Progress of the print"
          className="sr-only"
          max={100}
          value={Math.floor(progress)}
        >
          {`${Math.floor(progress)} %`}
        </progress>
      )}
      <AccentProgress percent={progress} />
      <p className="live-age flex flex-wrap justify-between gap-x-6 text-small">
        {past !== null && <span>{past}</span>}{' '}
        {future !== null && (
          <span>
            <span>{doneAt === null ? future : `${future}, until about`}</span>{' '}
            {doneAt !== null && <Clock at={doneAt} nowMs={nowMs} />}
          </span>
        )}
      </p>
    </div>
  )
}
