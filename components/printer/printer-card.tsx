import { describeCamera, describeLink, type PollErrorKind } from '#lib/api/notices.ts'
import { printerPagePath } from '#lib/api/paths.ts'
import type { ApiPrinter, ApiSnapshot } from '#lib/api/schema/printer.ts'
import { FrameNow } from './frame-now.tsx'
import { Headline } from './headline.tsx'
import { Progress } from './progress.tsx'
import { wholeColumn } from './sources.ts'

export const cardSizes = `(min-width: 75rem) 40rem, (min-width: 64rem) 55vw, ${wholeColumn}`
const smallCardSizes = `(min-width: 64rem) 20rem, (min-width: 40rem) 45vw, ${wholeColumn}`

/** A printer card; all of it links to the printer's page. */
export function PrinterCard({
  printer,
  shown,
  nowMs,
  pollError,
  size = 'medium',
  data = {},
}: {
  printer: ApiPrinter
  shown: ApiSnapshot | null
  nowMs: number
  pollError: PollErrorKind | null
  /** `large`: the one whose picture grows into the printer's page. */
  size?: 'large' | 'medium' | 'small'
  /** Read by client/live-card.ts. */
  data?: Record<`data-${string}`, string>
}) {
  // A blank frame already shows the camera's notice.
  const camera = shown === null ? null : describeCamera(printer)
  const trouble = describeLink(printer, nowMs, pollError) ?? camera
  return (
    <article className={`live-card live-card-${size} relative`} {...data}>
      <FrameNow
        alt="3D printer"
        nowMs={nowMs}
        printer={printer}
        shown={shown}
        sizes={size === 'small' ? smallCardSizes : cardSizes}
      />
      <h2 className="card-headline">
        <a className="card-link" href={printerPagePath(printer.id)}>
          <span className="label card-name mt-4.5 mb-1.5 text-quiet">
            <bdi>{printer.name}</bdi>
          </span>{' '}
          <Headline nowMs={nowMs} printer={printer} />
        </a>
      </h2>
      <div className="card-tail">
        {trouble === null ? (
          <Progress hasElement={false} nowMs={nowMs} printer={printer} />
        ) : (
          <p className="mt-3">{trouble.title}</p>
        )}
      </div>
    </article>
  )
}
