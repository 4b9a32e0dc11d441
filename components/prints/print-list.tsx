import { BlankFrame } from '#components/printer/full-frame.tsx'
import { describeDuration, formatPrintTitle } from '#lib/api/describe-print.ts'
import { printPagePath } from '#lib/api/paths.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { formatDay, formatMoment } from '#lib/api/times.ts'
import { siteTimeZone } from '#lib/core/site.ts'
import { outcomeWords } from './describe-print.ts'
import { SmallPicture } from './small-picture.tsx'

/**
 * Prints with their best pictures, newest first; each card links to its print. Published prints are also h-entries; drafts are not.
 */
export function PrintList({
  prints,
  hasDurations = true,
}: {
  prints: readonly ApiPrint[]
  /** Not where the printer's own clock is on the page, too: two figures of one duration differ. */
  hasDurations?: boolean
}) {
  return (
    <ul className="card-grid mt-6 gap-x-[clamp(1.5rem,3vw,2.5rem)] gap-y-10 [--card:17rem] h-feed">
      {prints.map((print) => (
        <li
          className={`print-card relative ${print.published_at === null ? '' : 'h-entry'}`}
          key={print.number}
        >
          {print.picture === null ? (
            <BlankFrame edge={<PrintEdge print={print} />}>
              <p>No picture</p>
            </BlankFrame>
          ) : (
            <div className="full-frame">
              <SmallPicture
                alt={`${formatPrintTitle(print)} on the printer`}
                className="aspect-video w-full object-contain u-photo"
                pixels={640}
                snapshot={print.picture}
              />
              <p className="full-frame-edge label">
                <PrintEdge print={print} />
              </p>
            </div>
          )}
          <p className="subtitle mt-3 wrap-anywhere">
            <a className="card-link p-name u-url" href={printPagePath(print.printer, print.number)}>
              <bdi>{formatPrintTitle(print)}</bdi>
            </a>
          </p>
          {hasDurations && (
            <p className="text-quiet text-small">
              {describeDuration(print)}
              {print.outcome === 'running' && ' so far'}
            </p>
          )}
          {print.published_at !== null && <EntryDates print={print} />}
        </li>
      ))}
    </ul>
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
        {format(new Date(at), siteTimeZone)}
      </time>
    </>
  )
}
