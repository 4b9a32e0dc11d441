import { withoutFigures } from '#components/prints/without-figures.ts'
import type { ApiFrame } from '#lib/api/schema/prints.ts'
import { formatProgress } from '#lib/api/sentences.ts'
import { formatDay, formatZonedClock } from '#lib/api/times.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { largestJpeg, SmallPicture } from './small-picture.tsx'

/** A print's pictures as a contact sheet. `total`: how many exist, which may be more than `frames` has. */
export function ContactSheet({ frames, total }: { frames: readonly ApiFrame[]; total: number }) {
  if (frames.length === 0) return null
  return (
    <section aria-labelledby="sheet" className="mt-section">
      <h2 className="label text-quiet" id="sheet">
        {total > frames.length
          ? `${frames.length} of ${total} pictures`
          : total === 1
            ? '1 picture'
            : `All ${total} pictures`}
      </h2>
      <ol className="contact-frames">
        {frames.map((frame, index) => (
          <li key={frame.captured_at}>
            <a className="contact-frame" href={largestJpeg(frame)}>
              <SmallPicture
                alt={withoutFigures(frame.alt)}
                className="aspect-video w-full object-contain"
                snapshot={frame}
              />
              <span className="flex flex-wrap justify-between gap-x-2 px-1 py-1.5 text-[0.8125rem] label">
                <time dateTime={frame.captured_at}>{formatTime(frame, frames[index - 1])}</time>
                {frame.progress !== null && <span>{formatProgress(frame.progress)}</span>}
              </span>
            </a>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** "14:30 PST"; "Mon 00:05 PST" for the first frame of another day. */
function formatTime(frame: ApiFrame, before: ApiFrame | undefined): string {
  const clock = formatZonedClock(new Date(frame.captured_at), getPageSettings())
  const dayOf = ({ captured_at }: ApiFrame) => formatDay(new Date(captured_at), getPageSettings())
  const isSameDay = before === undefined || dayOf(before) === dayOf(frame)
  return isSameDay ? clock : `${dayOf(frame).slice(0, 3)} ${clock}`
}
