'use client'

import { startTransition, useEffect, useState } from 'react'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'
import { groupSources } from './sources.ts'

/** A picture that failed to load is requested again after this time. */
const retryMs = 20_000

/**
 * The snapshot to show: a new one replaces the old one once the browser has decoded it. So nothing flashes, and if the new
 * picture never loads, the old one stays, with its own time.
 *
 * @param sizes the `sizes` of the picture on the page, so that the browser chooses the same variant
 */
export function useDecodedSnapshot(newest: ApiSnapshot | null, sizes: string): ApiSnapshot | null {
  const [shown, setShown] = useState(newest)
  const isShown = newest === null || shown === null ? newest === shown : isSame(newest, shown)

  useEffect(() => {
    if (isShown) return
    // The owner paused or purged pictures: hide this one at once.
    if (newest === null) {
      setShown(null)
      return
    }
    let isWanted = true
    let retry: ReturnType<typeof setTimeout> | undefined
    const load = () => {
      decode(newest, sizes).then(
        () => {
          if (isWanted) startTransition(() => setShown(newest))
        },
        () => {
          if (isWanted) retry = setTimeout(load, retryMs)
        },
      )
    }
    load()
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

/** Lets the browser choose and decode a variant in a detached picture element. */
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
