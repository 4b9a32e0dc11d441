'use client'

import { useCallback, useEffect, useState } from 'react'

export interface FullScreen {
  /** `null` if the browser has no full screen, and before that is known. */
  isFull: boolean | null
  toggle(): void
}

export function useFullScreen(): FullScreen {
  const [isFull, setIsFull] = useState<boolean | null>(null)

  useEffect(() => {
    if (!document.fullscreenEnabled) return
    const update = () => setIsFull(document.fullscreenElement !== null)
    update()
    document.addEventListener('fullscreenchange', update)
    return () => document.removeEventListener('fullscreenchange', update)
  }, [])

  const toggle = useCallback(() => {
    const change =
      document.fullscreenElement === null
        ? document.documentElement.requestFullscreen()
        : document.exitFullscreen()
    change.catch(() => undefined) // denied: nothing changes
  }, [])
  return { isFull, toggle }
}
