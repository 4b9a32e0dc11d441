'use client'

import { startTransition, useCallback, useEffect, useRef, useState } from 'react'

const tickMs = 1_000

export interface ServerClock {
  nowMs: number
  readNowMs: () => number
  setClockOffset: (offsetMs: number) => void
}

/**
 * The server's clock, as far as it is known, ticking while the page is visible. Ages are computed with it, because a visitor's
 * clock may be hours off. It starts at the server's render time, so that hydration matches.
 */
export function useServerClock(renderedAt: string): ServerClock {
  const [nowMs, setNowMs] = useState(() => Date.parse(renderedAt))
  const offsetMs = useRef<number | null>(null)

  const readNowMs = useCallback(() => {
    offsetMs.current ??= Date.parse(renderedAt) - Date.now()
    return Date.now() + offsetMs.current
  }, [renderedAt])

  const setClockOffset = useCallback((given: number) => {
    offsetMs.current = given
    setNowMs(Date.now() + given)
  }, [])

  useEffect(() => {
    const tick = () => {
      if (!document.hidden) startTransition(() => setNowMs(readNowMs()))
    }
    tick()
    const timer = setInterval(tick, tickMs)
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }, [readNowMs])

  return { nowMs, readNowMs, setClockOffset }
}
