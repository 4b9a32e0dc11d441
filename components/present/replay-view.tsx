import { AccentProgress } from '#components/layout/accent-stroke.tsx'
import { withoutTime } from '#components/printer/sources.ts'
import { Timestamp } from '#components/printer/timestamp.tsx'
import { formatNextUpdate } from '#components/printer/timing.ts'
import { formatPrintTitle } from '#lib/api/describe-print.ts'
import type { PollErrorKind } from '#lib/api/notices.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { describeState, formatProgress, isQuiet } from '#lib/api/sentences.ts'
import { formatDay, formatDuration } from '#lib/api/times.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { Problem, sizeOfStatus } from './live-view.tsx'
import type { ShownFrame } from './replay-frames.ts'

/** A replayed print. A coloured band says so on every frame, and the picture shows no current values. */
export function ReplayView({
  printer,
  nowMs,
  pollError,
  replay: { print, frame, index, count, beganAt },
}: {
  printer: ApiPrinter
  nowMs: number
  pollError: PollErrorKind | null
  replay: ShownFrame
}) {
  const agoSeconds = (nowMs - Date.parse(frame.captured_at)) / 1000
  const figure = frame.progress === null ? '' : `, at ${formatProgress(frame.progress)}`
  const title = formatPrintTitle(print) + figure
  return (
    <>
      <div className="present-picture fit-frame present-replay">
        <p className="present-band label" role="status">
          <strong>Replay</strong>{' '}
          <span>{`from ${formatDay(new Date(beganAt), getPageSettings())}`}</span>
        </p>
        <div className="full-frame">
          <div className="full-frame-window">
            {/* biome-ignore lint/performance/noImgElement: already loaded */}
            <img
              alt={`Replay: ${withoutTime(frame.alt)}`}
              className="full-frame-picture"
              decoding="sync"
              height={frame.height}
              src={frame.src}
              width={frame.width}
            />
          </div>
          <p className="full-frame-edge label">
            <Timestamp at={frame.captured_at} /> <span>{`Frame ${index + 1} of ${count}`}</span>{' '}
            <span className="full-frame-age live-age">{`${formatDuration(agoSeconds)} ago`}</span>
          </p>
        </div>
      </div>
      <div className="present-text">
        {frame.progress !== null && <AccentProgress percent={frame.progress} />}
        <div className="present-line present-line-whole">
          <h1 className={sizeOfStatus(title)}>
            <span className="replay-title">{title}</span>
          </h1>
        </div>
        <div className="present-asides">
          {pollError === null && !isQuiet(printer, nowMs) ? (
            <p className="present-aside live-age">
              {`Now: ${describeState(printer)}. Next picture: ${formatNextUpdate(printer, nowMs)}`}
            </p>
          ) : (
            <Problem nowMs={nowMs} pollError={pollError} printer={printer} shown={frame} />
          )}
        </div>
      </div>
    </>
  )
}
