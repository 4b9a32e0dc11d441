'use client'

import { useCallback, useEffect, useState } from 'react'

export interface FullScreen {
  /** `null` where the browser has none, or before it is known. */
  isFull: boolean | null
  toggle(): void
}

export function useFullScreen(): FullScreen {
  const [isFull, setIsFull] = useState<boolean | null>(null)

  useEffect(() => {
    if (!document.fullscreenEnabled) return
    const look = () => setIsFull(document.fullscreenElement !== null)
    look()
    document.addEventListener('fullscreenchange', look)
    return () => document.removeEventListener('fullscreenchange', look)
  }, [])

  const toggle = useCallback(() => {
    const asked =
      document.fullscreenElement === null
        ? document.documentElement.requestFullscreen()
        : document.exitFullscreen()
    asked.catch(() => undefined) // refused: the page is as it was
  }, [])
  return { isFull, toggle }
}
