import { describeLink } from '#lib/api/notices.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { getLastSeenAt } from '#lib/api/sentences.ts'
import { PrinterCard } from './printer-card.tsx'

/**
 * The printer in small, for a document. When the next picture is due, the documents' script asks for the page anew and takes the
 * card out of it: what the printer does is put into words in one place, and the script brings no words of its own.
 */
export function DocumentCard({ printer, nowMs }: { printer: ApiPrinter; nowMs: number }) {
  const lastSeenAt = getLastSeenAt(printer)
  const titleOf = (fault: 'reader-offline' | 'site-unreachable' | 'site-faulty') =>
    describeLink(printer, nowMs, fault)?.title ?? ''
  return (
    <PrinterCard
      data={{
        'data-live': String(printer.id),
        'data-now': String(nowMs),
        'data-seen': lastSeenAt === null ? '' : String(lastSeenAt.getTime()),
        'data-interval': lastSeenAt === null ? '0' : String(printer.interval_seconds),
        'data-offline': titleOf('reader-offline'),
        'data-unreachable': titleOf('site-unreachable'),
        'data-faulty': titleOf('site-faulty'),
      }}
      isNamed
      nowMs={nowMs}
      pollFault={null}
      printer={printer}
      shown={printer.snapshot}
    />
  )
}
