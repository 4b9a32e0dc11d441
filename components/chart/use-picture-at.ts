import { useEffect, useRef, useState } from 'react'
import { toPath } from '#components/printer/sources.ts'
import type { ApiPictureAt } from '#lib/api/schema/charts.ts'
import { findNearest } from './plot-data.ts'

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
    void load(wanted.url).then((isLoaded) => {
      states.set(wanted, isLoaded ? 'loaded' : 'failed')
      if (isLoaded) setShown((last) => pickNearer(last, wanted, at))
      setSettled((count) => count + 1)
    })
  }, [wanted, settled])

  return shown
}

function pickNearer(last: ApiPictureAt | null, next: ApiPictureAt, at: number): ApiPictureAt {
  const distance = (picture: ApiPictureAt) => Math.abs(picture.captured_at - at)
  return last === null || distance(next) <= distance(last) ? next : last
}

async function load(url: string): Promise<boolean> {
  const image = new Image()
  image.src = toPath(url)
  try {
    await image.decode()
    return true
  } catch {
    return false
  }
}
