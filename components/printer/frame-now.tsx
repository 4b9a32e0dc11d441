import { isOutdated } from '#lib/api/freshness.ts'
import { describeCamera } from '#lib/api/notices.ts'
import type { ApiPrinter, ApiSnapshot } from '#lib/api/schema/printer.ts'
import { formatDuration } from '#lib/api/times.ts'
import { BlankFrame, FullFrame } from './full-frame.tsx'
import { Timestamp } from './timestamp.tsx'

/** The printer's picture with its own time, or a blank frame that says why there is none. */
export function FrameNow({
  printer,
  shown,
  nowMs,
  sizes,
  isNamed = false,
  alt,
}: {
  printer: ApiPrinter
  shown: ApiSnapshot | null
  nowMs: number
  sizes: string
  isNamed?: boolean
  /** Instead of the picture's own text. */
  alt?: string
}) {
  if (shown !== null) {
    const ageMs = nowMs - Date.parse(shown.captured_at)
    return (
      <FullFrame
        edge={
          <>
            <Timestamp at={shown.captured_at} />{' '}
            <span className="full-frame-age live-age">{`${formatDuration(ageMs / 1000)} ago`}</span>
          </>
        }
        {...(alt !== undefined && { alt })}
        isNamed={isNamed}
        isOld={isOutdated(ageMs, printer.interval_seconds)}
        sizes={sizes}
        snapshot={shown}
      />
    )
  }
  return (
    <BlankFrame>
      <WhyBlank printer={printer} />
    </BlankFrame>
  )
}

function WhyBlank({ printer }: { printer: ApiPrinter }) {
  const camera = describeCamera(printer)
  if (camera === null) return <p className="blank-title">No picture yet.</p>
  return (
    <>
      <p className="blank-title">{camera.title}</p>
      <p>{camera.detail}</p>
    </>
  )
}
