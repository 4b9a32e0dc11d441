'use client'

import { startTransition, useEffect, useState } from 'react'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'
import { groupSources } from './sources.ts'

/** A picture that could not be brought is asked for again after this time. */
const retryMs = 20_000

/**
 * The snapshot to show: a new one takes the place of the old only when the browser has it decoded, so that nothing flashes
 * and a picture that never arrives leaves the last one standing, with its own time.
 *
 * @param sizes the `sizes` of the picture on the page: the same variant must be chosen here and there
 */
export function useDecodedSnapshot(newest: ApiSnapshot | null, sizes: string): ApiSnapshot | null {
  const [shown, setShown] = useState(newest)
  const isShown = newest === null || shown === null ? newest === shown : isSame(newest, shown)

  useEffect(() => {
    if (isShown) return
    // The owner lets the camera rest or takes a picture back: gone at once.
    if (newest === null) {
      setShown(null)
      return
    }
    let isWanted = true
    let retry: ReturnType<typeof setTimeout> | undefined
    const bring = () => {
      decode(newest, sizes).then(
        () => {
          if (isWanted) startTransition(() => setShown(newest))
        },
        () => {
          if (isWanted) retry = setTimeout(bring, retryMs)
        },
      )
    }
    bring()
    return () => {
      isWanted = false
      clearTimeout(retry)
    }
  }, [newest, isShown, sizes])

  return newest === null ? null : shown
}

function isSame(one: ApiSnapshot, other: ApiSnapshot): boolean {
  return (
    one.captured_at === other.captured_at && one.sources.at(-1)?.url === other.sources.at(-1)?.url
  )
}

/** Lets the browser choose and decode in a picture element that stands nowhere. */
async function decode(snapshot: ApiSnapshot, sizes: string): Promise<void> {
  const picture = document.createElement('picture')
  const { alternatives, plain } = groupSources(snapshot.sources)
  for (const { type, srcSet } of alternatives) {
    const source = document.createElement('source')
    Object.assign(source, { type, sizes, srcset: srcSet })
    picture.append(source)
  }
  const image = document.createElement('img')
  picture.append(image)
  Object.assign(image, { sizes, srcset: plain.srcSet, src: plain.src })
  await image.decode()
}
