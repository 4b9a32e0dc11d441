import { useEffect, useState } from 'react'
import { loadImage } from '#components/printer/load-image.ts'
import { pickSmall } from '#components/printer/pick-small.ts'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'
import type { ApiFrame } from '#lib/api/schema/prints.ts'

/** Concurrent requests: few, so that frames arrive in order. */
const concurrency = 4
/** Waits before each retry, ms: most connections are back from a tunnel by then. */
const retryDelaysMs = [1000, 4000, 15_000]

/** A flipbook loads up to two hundred frames, so none is wider than this. */
const maxWidth = 960

/** By index. `null`: failed after all retries; absent: still loading. */
export type FramePictures = ReadonlyMap<number, HTMLImageElement | null>

/** Loads and decodes every frame, in order. Their URLs are content-addressed, so the browser caches them. */
export function useFramePictures(frames: readonly ApiFrame[]): FramePictures {
  const [pictures, setPictures] = useState<FramePictures>(new Map())

  useEffect(() => {
    let isWanted = true
    let next = 0
    const pixels = Math.min(innerWidth, 960) * devicePixelRatio
    const loadNext = async () => {
      const index = next
      next += 1
      const frame = frames[index]
      if (frame === undefined) return
      const picture = await load(pickFrameSource(frame, pixels), () => isWanted)
      if (isWanted) setPictures((known) => new Map(known).set(index, picture))
    }
    const loadRest = async () => {
      while (isWanted && next < frames.length) await loadNext()
    }
    // The first frame gets the whole bandwidth: on a slow connection it shows in a quarter of the time.
    void loadNext().then(() => {
      for (let worker = 0; worker < concurrency; worker += 1) void loadRest()
    })
    return () => {
      isWanted = false
    }
  }, [frames])

  return pictures
}

async function load(src: string, isWanted: () => boolean): Promise<HTMLImageElement | null> {
  for (const delayMs of [0, ...retryDelaysMs]) {
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
    if (!isWanted()) return null
    const image = await loadImage(src)
    if (image !== null) return image
  }
  return null
}

/**
 * The URL to load for a frame drawn so many device pixels wide. Never AVIF: every frame is decoded, and WebP decodes in a fraction of
 * the time.
 */
export function pickFrameSource(snapshot: ApiSnapshot, pixels: number): string {
  const small = snapshot.sources.filter(({ width }) => width <= maxWidth)
  return pickSmall(small, pixels) || pickSmall(snapshot.sources, pixels)
}
