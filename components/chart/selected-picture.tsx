import { toPath } from '#components/printer/sources.ts'
import { Timestamp } from '#components/printer/timestamp.tsx'
import type { ApiPictureAt } from '#lib/api/schema/charts.ts'
import { formatDuration } from '#lib/api/times.ts'

/** Closer than this, seconds, a picture and a moment are the same to the eye. */
const same = 60

/** The picture beside the chart, with its own time, and how far that is from the moment pointed at. */
export function SelectedPicture({ picture, at }: { picture: ApiPictureAt | null; at: number }) {
  if (picture === null)
    return (
      <div className="full-frame moment-picture">
        <div className="full-frame-window moment-window" />
        <p className="full-frame-edge slug">Loading…</p>
      </div>
    )
  const apart = picture.captured_at - at
  const takenAt = new Date(picture.captured_at * 1000).toISOString()
  return (
    <figure className="full-frame moment-picture">
      <div className="full-frame-window moment-window">
        {/* biome-ignore lint/performance/noImgElement: made once by the image process, in the one size that is shown */}
        <img
          alt="3D printer, at the time shown below"
          className="moment-image"
          height={picture.height}
          src={toPath(picture.url)}
          width={picture.width}
        />
      </div>
      <figcaption className="full-frame-edge slug">
        <Timestamp at={takenAt} />
        {Math.abs(apart) >= same && (
          <span className="full-frame-age">
            {formatDuration(Math.abs(apart))} {apart < 0 ? 'before' : 'after'}
          </span>
        )}
      </figcaption>
    </figure>
  )
}
