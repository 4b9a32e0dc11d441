import { Detail } from '#components/printer/detail.tsx'
import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { formatBytes } from '#lib/api/format-bytes.ts'
import { formatCount } from '#lib/api/format-count.ts'
import { formatDuration, formatInterval } from '#lib/api/times.ts'
import { Age } from '../age.tsx'

/** The last picture and reading, how well the snapper's promise is kept, and what sends the reports. */
export function PrinterGlance({ printer, nowMs }: { printer: ApiManagedPrinter; nowMs: number }) {
  const { picture } = printer
  return (
    <div className="admin-glance">
      {picture !== null && (
        // biome-ignore lint/performance/noImgElement: the site makes the sizes itself
        <img alt={picture.alt} height={180} loading="lazy" src={picture.url} width={320} />
      )}
      <dl className="facts">
        <Detail label="Picture">
          {picture !== null ? (
            <Age at={picture.captured_at} nowMs={nowMs} />
          ) : printer.is_paused ? (
            'none while the camera is paused'
          ) : (
            'none yet'
          )}
        </Detail>
        <Detail label="Reading" note={printer.status}>
          {printer.observed_at === null ? (
            'none yet'
          ) : (
            <Age at={printer.observed_at} nowMs={nowMs} />
          )}
        </Detail>
        {printer.last_received_at !== null && (
          <Detail label="Interval" note={describePunctuality(printer, nowMs)}>
            {`promised every ${formatInterval(printer.promised_seconds)}`}
          </Detail>
        )}
        <Detail label="Sent by">{describeSender(printer)}</Detail>
        <Detail label="Pictures">
          {`${formatCount(printer.pictures, 'picture')}, ${formatBytes(printer.bytes)}`}
        </Detail>
      </dl>
    </div>
  )
}

const dayMs = 24 * 60 * 60 * 1000

/** "kept: 10 min as a rule, 25 min at worst; 2 of 144 pictures in the last 24 h were late" */
function describePunctuality({ punctuality }: ApiManagedPrinter, nowMs: number): string {
  if (punctuality === null) return 'too few pictures to judge'
  const { median_seconds: median, worst_seconds: worst, late, pictures, since } = punctuality
  const spanMs = nowMs - Date.parse(since)
  // The first picture of a whole day is up to an interval younger.
  const span = spanMs > 0.9 * dayMs ? '24 h' : formatDuration(spanMs / 1000)
  const kept = `kept: ${formatDuration(median)} as a rule, ${formatDuration(worst)} at worst`
  return `${kept}; ${late || 'none'} of ${formatCount(pictures, 'picture')} in the last ${span} ${late > 1 ? 'were' : 'was'} late`
}

function describeSender({ sender, source, is_remote: isRemote }: ApiManagedPrinter): string {
  if (isRemote && source !== null) return `the API of ${new URL(source).host}`
  const known = [sender.snapper, sender.backend].filter((each) => each !== null)
  return known.length === 0 ? 'not known' : known.join(', ')
}
