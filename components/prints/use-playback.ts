import { useEffect, useState } from 'react'

export interface Playback {
  index: number
  isPlaying: boolean
  /** Shows a frame and stays on it. */
  seek(index: number): void
  /** Pauses or plays; at the end, plays from the start. */
  toggle(): void
}

/**
 * Plays frame by frame and stops at the last. Waits for a frame that is still loading (`isReady` false).
 */
export function usePlayback(
  count: number,
  framesPerSecond: number,
  isReady: (index: number) => boolean,
): Playback {
  const [index, setIndex] = useState(0)
  // Opening the flipbook starts it, except with reduced motion.
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
