import { BlankFrame } from '#components/printer/full-frame.tsx'
import { describeDuration, formatPrintTitle } from '#lib/api/describe-print.ts'
import { printerPagePath, printPagePath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { formatDay, formatMoment } from '#lib/api/times.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { getSite } from '#lib/site/site.ts'
import { outcomeWords } from './describe-print.ts'
import { SmallPicture } from './small-picture.tsx'

/**
 * Prints with their best pictures, newest first; each card links to its print. The published ones are the entries of an h-feed; drafts
 * have no microformats, which would be the feed's own.
 */
export function PrintList({
  prints,
  printer,
  hasDurations = true,
}: {
  prints: readonly ApiPrint[]
  printer: Pick<ApiPrinter, 'id' | 'name'>
  /** Not where the printer's own clock is on the page, too: two figures of one duration differ. */
  hasDurations?: boolean
}) {
  const hasEntries = prints.some(({ published_at }) => published_at !== null)
  const list = (
    <ul className="card-grid mt-6 gap-x-[clamp(1.5rem,3vw,2.5rem)] gap-y-10 [--card:17rem]">
      {prints.map((print) => (
        <PrintCard hasDuration={hasDurations} key={print.number} print={print} />
      ))}
    </ul>
  )
  if (!hasEntries) return list
  return (
    <div className="h-feed">
      <data className="p-name" hidden value={`Prints of ${printer.name}`} />
      <data className="u-url" hidden value={`${printerPagePath(printer.id)}/prints`} />
      <span className="p-author h-card" hidden>
        <span className="p-name">{getSite().author.name}</span>
        <data className="u-url" value="/" />
      </span>
      {list}
    </div>
  )
}

function PrintCard({ print, hasDuration }: { print: ApiPrint; hasDuration: boolean }) {
  const isEntry = print.published_at !== null
  return (
    <li className={`print-card relative ${isEntry ? 'h-entry' : ''}`}>
      {print.picture === null ? (
        <BlankFrame edge={<PrintEdge print={print} />}>
          <p>No picture</p>
        </BlankFrame>
      ) : (
        <div className="full-frame">
          <SmallPicture
            className={`aspect-video w-full object-contain ${isEntry ? 'u-photo' : ''}`}
            pixels={640}
            snapshot={print.picture}
          />
          <p className="full-frame-edge label">
            <PrintEdge print={print} />
          </p>
        </div>
      )}
      <p className="subtitle mt-3 wrap-anywhere">
        <a
          className={`card-link ${isEntry ? 'p-name u-url' : ''}`}
          href={printPagePath(print.printer, print.number)}
        >
          <bdi>{formatPrintTitle(print)}</bdi>
        </a>
      </p>
      {hasDuration && (
        <p className="text-quiet text-small">
          {describeDuration(print)}
          {print.outcome === 'running' && ' so far'}
        </p>
      )}
      {isEntry && <EntryDates print={print} />}
    </li>
  )
}

function EntryDates({ print }: { print: ApiPrint }) {
  return (
    <>
      <data className="dt-published" value={print.published_at ?? ''} />
      <data className="dt-start" value={print.started.not_after ?? ''} />
      {print.ended?.not_before && <data className="dt-end" value={print.ended.not_before} />}
    </>
  )
}

/** A running print shows its picture's own time: the word next to it is current, but the picture may be an hour old. */
function PrintEdge({ print }: { print: ApiPrint }) {
  const at = print.ended?.not_after ?? print.picture?.captured_at ?? print.last_seen_at
  const format = print.ended === null ? formatMoment : formatDay
  return (
    <>
      <span>{outcomeWords[print.outcome]}</span>
      <time className="full-frame-age" dateTime={at}>
        {format(new Date(at), getPageSettings())}
      </time>
    </>
  )
}
