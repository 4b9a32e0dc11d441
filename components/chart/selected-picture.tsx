import { useEffect, useRef, useState } from 'react'
import { loadImage } from '#components/printer/load-image.ts'
import { toPath } from '#components/printer/sources.ts'
import { Timestamp } from '#components/printer/timestamp.tsx'
import type { ApiPictureAt } from '#lib/api/schema/charts.ts'
import { formatDuration } from '#lib/api/times.ts'
import { findNearest } from './plot-data.ts'

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
    <div className="full-frame moment-picture">
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
      <p className="full-frame-edge label">
        <Timestamp at={takenAt} />{' '}
        {Math.abs(apart) >= sameSeconds && (
          <span className="full-frame-age">
            {`${formatDuration(Math.abs(apart))} ${apart < 0 ? 'before' : 'after'}`}
          </span>
        )}
      </p>
    </div>
  )
}

/** Concurrent requests: few, so that after a sweep over a day the last picture loads soon. */
const concurrency = 2

/** The loaded picture nearest to a time. It replaces the previous one once decoded. */
export function usePictureAt(pictures: readonly ApiPictureAt[], at: number): ApiPictureAt | null {
  const [shown, setShown] = useState<ApiPictureAt | null>(null)
  const [settled, setSettled] = useState(0)
  const states = useRef(new Map<ApiPictureAt, 'loading' | 'loaded' | 'failed'>()).current
  const nearest = findNearest(
    pictures.map(({ captured_at }) => captured_at),
    at,
  )
  const wanted = pictures[nearest]

  // biome-ignore lint/correctness/useExhaustiveDependencies: each loaded picture frees a slot
  useEffect(() => {
    if (wanted === undefined) return
    if (states.get(wanted) === 'loaded') return setShown(wanted)
    const loading = [...states.values()].filter((state) => state === 'loading').length
    if (states.has(wanted) || loading >= concurrency) return
    states.set(wanted, 'loading')
    void loadImage(toPath(wanted.url)).then((image) => {
      states.set(wanted, image === null ? 'failed' : 'loaded')
      if (image !== null) setShown((last) => pickNearer(last, wanted, at))
      setSettled((count) => count + 1)
    })
  }, [wanted, settled])

  return shown
}

function pickNearer(last: ApiPictureAt | null, next: ApiPictureAt, at: number): ApiPictureAt {
  const distance = (picture: ApiPictureAt) => Math.abs(picture.captured_at - at)
  return last === null || distance(next) <= distance(last) ? next : last
}
