import { Detail } from '#components/printer/detail.tsx'
import { Timestamp } from '#components/printer/timestamp.tsx'
import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { formatDuration, formatInterval } from '#lib/api/times.ts'
import { formatBytes } from './quantities.ts'

/** The last picture and reading, and how well the snapper's promise is kept. */
export function PrinterGlance({ printer }: { printer: ApiManagedPrinter }) {
  const { picture, promised_seconds: promised, kept_seconds: kept } = printer
  return (
    <div className="admin-glance">
      {picture !== null && (
        // biome-ignore lint/performance/noImgElement: the site makes the sizes itself
        <img alt={picture.alt} height={180} loading="lazy" src={picture.url} width={320} />
      )}
      <dl className="facts">
        <Detail label="Picture">
          {picture !== null ? (
            <Timestamp at={picture.captured_at} />
          ) : printer.is_paused ? (
            'none while the camera is paused'
          ) : (
            'none yet'
          )}
        </Detail>
        <Detail label="Reading">
          {printer.observed_at === null ? (
            'none yet'
          ) : (
            <>
              {printer.status}{' '}
              <span className="fact-note">
                <Timestamp at={printer.observed_at} />
              </span>
            </>
          )}
        </Detail>
        {printer.last_received_at !== null && (
          <Detail label="Interval">
            {`promised every ${formatInterval(promised)}`}
            {kept !== null && kept > 0 && `, the last two pictures ${formatDuration(kept)} apart`}
          </Detail>
        )}
        <Detail label="Storage">
          {`${printer.pictures} ${printer.pictures === 1 ? 'picture' : 'pictures'}, ${formatBytes(printer.bytes)}`}
        </Detail>
      </dl>
    </div>
  )
}
