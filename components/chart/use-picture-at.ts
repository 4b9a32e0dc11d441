import { useEffect, useRef, useState } from 'react'
import { toPath } from '#components/printer/sources.ts'
import type { ApiPictureAt } from '#lib/api/schema/charts.ts'
import { findNearest } from './plot-data.ts'

/** Requests at a time: whoever sweeps over a day wants the pictures on the way as they come, and the last one soon. */
const lanes = 2

/** The picture nearest to a moment that is there, decoded; it takes the place of another only when it can be shown at once. */
export function usePictureAt(pictures: readonly ApiPictureAt[], at: number): ApiPictureAt | null {
  const [shown, setShown] = useState<ApiPictureAt | null>(null)
  const [arrivals, setArrivals] = useState(0)
  const brought = useRef(new Map<ApiPictureAt, 'coming' | 'there' | 'lost'>())
  const nearest = findNearest(
    pictures.map(({ captured_at }) => captured_at),
    at,
  )
  const wanted = pictures[nearest]

  // biome-ignore lint/correctness/useExhaustiveDependencies: an arrival frees a lane and may be what is wanted
  useEffect(() => {
    if (wanted === undefined) return
    const states = brought.current
    if (states.get(wanted) === 'there') return setShown(wanted)
    const coming = [...states.values()].filter((state) => state === 'coming').length
    if (states.has(wanted) || coming >= lanes) return
    states.set(wanted, 'coming')
    void bring(wanted.url).then((isThere) => {
      states.set(wanted, isThere ? 'there' : 'lost')
      if (isThere) setShown((last) => pickNearer(last, wanted, at))
      setArrivals((count) => count + 1)
    })
  }, [wanted, arrivals])

  return shown
}

function pickNearer(last: ApiPictureAt | null, next: ApiPictureAt, at: number): ApiPictureAt {
  const distance = (picture: ApiPictureAt) => Math.abs(picture.captured_at - at)
  return last === null || distance(next) <= distance(last) ? next : last
}

async function bring(url: string): Promise<boolean> {
  const image = new Image()
  image.src = toPath(url)
  try {
    await image.decode()
    return true
  } catch {
    return false
  }
}
