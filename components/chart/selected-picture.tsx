import { toPath } from '#components/printer/sources.ts'
import { Timestamp } from '#components/printer/timestamp.tsx'
import type { ApiPictureAt } from '#lib/api/schema/charts.ts'
import { formatDuration } from '#lib/api/times.ts'

/** A picture within this many seconds counts as taken at the selected time. */
const sameSeconds = 60

/** The picture nearest to the selected time, with its own time and the distance between the two. */
export function SelectedPicture({ picture, at }: { picture: ApiPictureAt | null; at: number }) {
  if (picture === null)
    return (
      <div className="full-frame moment-picture">
        <div className="full-frame-window aspect-video" />
        <p className="full-frame-edge label">Loading…</p>
      </div>
    )
  const apart = picture.captured_at - at
  const takenAt = new Date(picture.captured_at * 1000).toISOString()
  return (
    <figure className="full-frame moment-picture">
      <div className="full-frame-window aspect-video">
        {/* biome-ignore lint/performance/noImgElement: the image process made this exact size */}
        <img
          alt="3D printer, at the time shown below"
          className="moment-image size-full object-contain"
          height={picture.height}
          src={toPath(picture.url)}
          width={picture.width}
        />
      </div>
      <figcaption className="full-frame-edge label">
        <Timestamp at={takenAt} />
        {Math.abs(apart) >= sameSeconds && (
          <span className="full-frame-age">
            {formatDuration(Math.abs(apart))} {apart < 0 ? 'before' : 'after'}
          </span>
        )}
      </figcaption>
    </figure>
  )
}
