import { Timestamp } from '#components/printer/timestamp.tsx'
import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { printerPagePath } from '#lib/api/paths.ts'

/** Waits for the first report: nothing yet, what was refused and why, a reading, or the picture. */
export function FirstReport({ printer }: { printer: ApiManagedPrinter }) {
  const { picture, last_received_at: receivedAt } = printer
  const refusal = printer.refusals[0]
  const isRefused = refusal !== undefined && (receivedAt === null || refusal.at > receivedAt)
  return (
    <>
      <p aria-live="polite" role="status">
        {picture !== null
          ? 'The first picture is here.'
          : receivedAt !== null
            ? 'The first readings are here, and no picture yet.'
            : 'No report yet. This page shows the first one by itself.'}
        {isRefused && (
          <span className="notice mt-3 block wrap-anywhere">
            A report from {refusal.address} was refused: {refusal.reason}
          </span>
        )}
      </p>
      {picture !== null && (
        <figure className="mt-4 max-w-80">
          <a href={printerPagePath(printer.id)}>
            {/* biome-ignore lint/performance/noImgElement: the site makes the sizes itself */}
            <img alt={picture.alt} height={180} src={picture.url} width={320} />
          </a>
          <figcaption className="admin-facts">
            <Timestamp at={picture.captured_at} />
          </figcaption>
        </figure>
      )}
    </>
  )
}
