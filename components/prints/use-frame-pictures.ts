import { useEffect, useState } from 'react'
import type { ApiFrame } from '#lib/api/schema/prints.ts'
import { pickFrameSource } from './pick-frame-source.ts'

/** Requests at a time: the first frames are wanted first. */
const lanes = 4
/** How long after it failed a picture is asked for again, ms: most lines are back from a tunnel by then. */
const pausesMs = [1000, 4000, 15_000]

/** `null`: could not be brought; not there yet: still on its way. */
export type FramePictures = ReadonlyMap<number, HTMLImageElement | null>

/** Brings and decodes every frame, in their order; their addresses name their bytes, so a second look costs nothing. */
export function useFramePictures(frames: readonly ApiFrame[]): FramePictures {
  const [pictures, setPictures] = useState<FramePictures>(new Map())

  useEffect(() => {
    let isWanted = true
    let next = 0
    const pixels = Math.min(innerWidth, 960) * devicePixelRatio
    const bringNext = async () => {
      const index = next
      next += 1
      const frame = frames[index]
      if (frame === undefined) return
      const picture = await bring(pickFrameSource(frame, pixels), () => isWanted)
      if (isWanted) setPictures((known) => new Map(known).set(index, picture))
    }
    const work = async () => {
      while (isWanted && next < frames.length) await bringNext()
    }
    // The first has a slow line to itself: there is something to see in a quarter of the time.
    void bringNext().then(() => {
      for (let lane = 0; lane < lanes; lane += 1) void work()
    })
    return () => {
      isWanted = false
    }
  }, [frames])

  return pictures
}

async function bring(src: string, isWanted: () => boolean): Promise<HTMLImageElement | null> {
  for (const pauseMs of [0, ...pausesMs]) {
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
    if (!isWanted()) return null
    const image = new Image()
    image.src = src
    try {
      await image.decode()
      return image
    } catch {
      // Gone, or the line: asked again it may be there.
    }
  }
  return null
}
