'use client'

import { FrameNow } from '#components/printer/frame-now.tsx'
import { Headline } from '#components/printer/headline.tsx'
import { Progress } from '#components/printer/progress.tsx'
import { Timestamp } from '#components/printer/timestamp.tsx'
import { useDecodedSnapshot } from '#components/printer/use-decoded-snapshot.ts'
import { useLivePrinter } from '#components/printer/use-live-printer.ts'
import { describeCamera, describeLink } from '#lib/api/notices.ts'
import { printerPagePath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { describeState, formatProgress } from '#lib/api/sentences.ts'
import { getJobProgress } from '#lib/api/states.ts'

/** An embed only knows its iframe's width. */
const sizes = '100vw'

/** The printer inside another site's iframe. Complete without JavaScript; with it, updates itself. */
export function EmbeddedPrinter({
  initial,
  renderedAt,
  camera = 1,
}: {
  initial: ApiPrinter
  renderedAt: string
  camera?: number
}) {
  const { printer, nowMs, pollError } = useLivePrinter(initial, renderedAt, camera)
  const shown = useDecodedSnapshot(printer.snapshot, sizes)
  const seenAt = shown?.captured_at ?? printer.observed_at
  const missing = shown === null ? null : describeCamera(printer)
  const trouble = describeLink(printer, nowMs, pollError) ?? missing
  const progress = getJobProgress(printer)
  const figure = progress === null ? '' : `, ${formatProgress(progress)}`
  return (
    <article className="embed-card">
      <div className="embed-picture fit-frame">
        <FrameNow nowMs={nowMs} printer={printer} shown={shown} sizes={sizes} />
      </div>
      <div className="embed-text">
        <p className="label embed-name mb-1 truncate">
          <bdi>{printer.name}</bdi>
        </p>
        <h1 className="card-headline embed-headline">
          <a
            // A live region inside a link is not part of its accessible name.
            aria-label={describeState(printer) + figure}
            className="card-link"
            href={printerPagePath(printer.id)}
            rel="noopener"
            target="_blank"
          >
            <Headline nowMs={nowMs} printer={printer} />
          </a>
        </h1>
        {/* Without a picture, no edge shows the time. */}
        {seenAt !== null && (
          <p className={`embed-time ${shown === null ? 'embed-time-alone' : ''}`}>
            <Timestamp at={seenAt} />
          </p>
        )}
        <div className="embed-more">
          {trouble === null ? (
            <Progress nowMs={nowMs} printer={printer} />
          ) : (
            <p className="mt-2 text-(length:--text-small)">{trouble.title}</p>
          )}
        </div>
      </div>
    </article>
  )
}
