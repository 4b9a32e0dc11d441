import { describeLink } from '#lib/api/notices.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { getLastSeenAt } from '#lib/api/sentences.ts'
import { PrinterCard } from './printer-card.tsx'

/**
 * A printer card for static pages. When the next picture is due, the client script (client/live-card.ts) fetches the page again and
 * replaces the card with the new one, so the script needs no sentences of its own.
 */
export function DocumentCard({
  printer,
  nowMs,
  size,
}: {
  printer: ApiPrinter
  nowMs: number
  size: 'large' | 'small'
}) {
  const lastSeenAt = getLastSeenAt(printer)
  const titleOf = (error: 'visitor-offline' | 'site-unreachable' | 'site-error') =>
    describeLink(printer, nowMs, error)?.title ?? ''
  return (
    <PrinterCard
      data={{
        'data-live': String(printer.id),
        'data-now': String(nowMs),
        'data-seen': lastSeenAt === null ? '' : String(lastSeenAt.getTime()),
        'data-revision': String(printer.revision),
        'data-interval': lastSeenAt === null ? '0' : String(printer.interval_seconds),
        'data-offline': titleOf('visitor-offline'),
        'data-unreachable': titleOf('site-unreachable'),
        'data-site-error': titleOf('site-error'),
      }}
      nowMs={nowMs}
      pollError={null}
      printer={printer}
      shown={printer.snapshot}
      size={size}
    />
  )
}
