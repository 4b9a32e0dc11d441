import { useEffect, useState } from 'react'

export interface Playback {
  index: number
  isPlaying: boolean
  /** Shows a frame and stays on it. */
  seek(index: number): void
  /** Plays on, or from the start where the end is reached. */
  toggle(): void
}

/**
 * Goes from frame to frame and stops at the last. Waits for a frame that is on its way (`isReady` false).
 * @param framesPerSecond pictures a second
 */
export function usePlayback(
  count: number,
  framesPerSecond: number,
  isReady: (index: number) => boolean,
): Playback {
  const [index, setIndex] = useState(0)
  // Whoever opened it asked to watch; who wants less motion is asked again.
  const [isPlaying, setPlaying] = useState(
    () => !matchMedia('(prefers-reduced-motion: reduce)').matches,
  )
  const isNextReady = isReady(index + 1)
  const isAtEnd = index >= count - 1

  useEffect(() => {
    if (!isPlaying || isAtEnd || !isNextReady) return
    const timer = setTimeout(() => {
      setIndex(index + 1)
      if (index + 1 >= count - 1) setPlaying(false)
    }, 1000 / framesPerSecond)
    return () => clearTimeout(timer)
  }, [isPlaying, isAtEnd, isNextReady, index, count, framesPerSecond])

  return {
    index,
    isPlaying,
    seek(to) {
      setPlaying(false)
      setIndex(Math.min(count - 1, Math.max(0, to)))
    },
    toggle() {
      if (!isPlaying && isAtEnd) setIndex(0)
      setPlaying(!isPlaying)
    },
  }
}
