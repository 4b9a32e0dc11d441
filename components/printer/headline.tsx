import { AccentRing } from '#components/layout/accent-stroke.tsx'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { describeState, formatLastHeard, formatProgress } from '#lib/api/sentences.ts'
import { getJobProgress } from '#lib/api/states.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'

/**
 * What the printer is doing; faded, and with the time of the last report, if that is not current. Screen readers announce changes
 * of the words, not of the percentage.
 */
export function Headline({ printer, nowMs }: { printer: ApiPrinter; nowMs: number }) {
  const lastHeard = formatLastHeard(printer, nowMs, getPageSettings())
  const progress = getJobProgress(printer)
  return (
    <span className={lastHeard === null ? 'headline-now' : 'headline-now stale'}>
      <span aria-live="polite" className="outside">
        {describeState(printer)}
      </span>{' '}
      {progress !== null && (
        <span className="circled">
          <span>{formatProgress(progress)}</span>
          <AccentRing />
        </span>
      )}{' '}
      {lastHeard !== null && <span className="headline-since">{lastHeard}</span>}
    </span>
  )
}
