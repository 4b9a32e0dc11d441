import { AccentProgress } from '#components/layout/accent-stroke.tsx'
import { FrameNow } from '#components/printer/frame-now.tsx'
import { Headline } from '#components/printer/headline.tsx'
import { formatNextUpdate } from '#components/printer/timing.ts'
import { describeCamera, describeLink, type PollErrorKind } from '#lib/api/notices.ts'
import type { ApiPrinter, ApiSnapshot } from '#lib/api/schema/printer.ts'
import { describeState, getLastSeenAt, isCutOff } from '#lib/api/sentences.ts'
import { getJobProgress } from '#lib/api/states.ts'
import { formatDuration } from '#lib/api/times.ts'

/** The current state: the picture with its time, the headline, and when the next picture is due. */
export function LiveView({
  printer,
  nowMs,
  pollError,
  shown,
  sizes,
  notice,
}: {
  printer: ApiPrinter
  nowMs: number
  pollError: PollErrorKind | null
  shown: ApiSnapshot | null
  sizes: string
  /** Why this is shown instead of the requested replay. */
  notice: string | null
}) {
  const progress = getJobProgress(printer)
  return (
    <>
      <div className="present-picture fit-frame">
        <FrameNow nowMs={nowMs} printer={printer} shown={shown} sizes={sizes} />
      </div>
      <div className="present-text">
        {progress !== null && <AccentProgress percent={progress} />}
        <div className="present-line">
          <h1 className={sizeOfStatus(describeState(printer))}>
            <Headline nowMs={nowMs} printer={printer} />
          </h1>
          <NextPicture nowMs={nowMs} printer={printer} />
        </div>
        <div className="present-asides">
          {notice !== null && (
            <p className="present-aside" role="status">
              {notice}
            </p>
          )}{' '}
          <Problem nowMs={nowMs} pollError={pollError} printer={printer} shown={shown} />
        </div>
      </div>
    </>
  )
}

/** Longer words are smaller and have two lines, so that the height is the same. */
export function sizeOfStatus(words: string): string {
  return words.length > 16 ? 'present-status present-long' : 'present-status'
}

function NextPicture({ printer, nowMs }: { printer: ApiPrinter; nowMs: number }) {
  if (getLastSeenAt(printer) === null || isCutOff(printer)) return null
  return (
    <p className="present-next">
      {/* Of a name that is too long only the name is cut. */}
      <span className="label present-label">
        <bdi>{printer.name}</bdi>{' '}
        <span>{`· ${printer.publishing ? 'next picture' : 'next readings'}`}</span>
      </span>{' '}
      <span className="present-figure live-age">{formatNextUpdate(printer, nowMs)}</span>
    </p>
  )
}

/** What is broken between the printer and the screen, and the age of the last report. */
export function Problem({
  printer,
  nowMs,
  pollError,
  shown,
}: {
  printer: ApiPrinter
  nowMs: number
  pollError: PollErrorKind | null
  shown: ApiSnapshot | null
}) {
  const camera = shown === null ? null : describeCamera(printer)
  const trouble = describeLink(printer, nowMs, pollError) ?? camera
  const lastSeenAt = getLastSeenAt(printer)
  return (
    <p className={trouble === null ? 'sr-only' : 'present-aside'}>
      <span role="status">{trouble?.title}</span>{' '}
      {trouble !== null && lastSeenAt !== null && (
        <span className="live-age">
          {`Last report ${formatDuration((nowMs - lastSeenAt.getTime()) / 1000)} ago.`}
        </span>
      )}
    </p>
  )
}
