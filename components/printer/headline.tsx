import { AccentRing } from '#components/layout/accent-stroke.tsx'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { describeState, formatProgress, isQuiet } from '#lib/api/sentences.ts'
import { hasProgress } from './progress.tsx'

/** The printer's name, with "when last seen" if what follows is not current. */
export function PrinterName({ printer, nowMs }: { printer: ApiPrinter; nowMs: number }) {
  return isQuiet(printer, nowMs) ? <>{printer.name}, when last seen</> : printer.name
}

/**
 * What the printer is doing, faded if that is not current. Screen readers announce changes of the words, not of the percentage.
 */
export function Headline({ printer, nowMs }: { printer: ApiPrinter; nowMs: number }) {
  return (
    <span className={isQuiet(printer, nowMs) ? 'stale' : undefined}>
      <span aria-live="polite">{describeState(printer)}</span>
      {hasProgress(printer) && printer.progress !== null && (
        <>
          {' '}
          <span className="circled">
            {formatProgress(printer.progress)}
            <AccentRing />
          </span>
        </>
      )}
    </span>
  )
}
