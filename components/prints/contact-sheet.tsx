import type { FrameWire } from '#lib/printers/wire/prints.ts'
import { formatProgress } from '#lib/printers/wire/sentences.ts'
import { formatClock } from '#lib/printers/wire/times.ts'
import { siteTimeZone } from '#lib/site.ts'
import { largestJpeg, SmallPicture } from './small-picture.tsx'

/** Every kept picture of a print, as they lie side by side on film. `total`: how many there are, of which these may be a part. */
export function ContactSheet({ frames, total }: { frames: readonly FrameWire[]; total: number }) {
  if (frames.length === 0) return null
  return (
    <section aria-labelledby="sheet" className="sheet">
      <h2 className="slug text-quiet" id="sheet">
        {total > frames.length
          ? `${frames.length} of its ${total} pictures`
          : total === 1
            ? 'Its one picture'
            : `All its ${total} pictures`}
      </h2>
      <ol className="sheet-frames">
        {frames.map((frame) => (
          <li key={frame.captured_at}>
            <a className="sheet-frame" href={largestJpeg(frame)}>
              <SmallPicture className="sheet-picture" snapshot={frame} />
              <span className="sheet-edge slug">
                <time dateTime={frame.captured_at}>
                  {formatClock(new Date(frame.captured_at), siteTimeZone)}
                </time>
                {frame.progress !== null && <span>{formatProgress(frame.progress)}</span>}
              </span>
            </a>
          </li>
        ))}
      </ol>
    </section>
  )
}
