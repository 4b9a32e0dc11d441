'use client'

import { type RefObject, startTransition, useCallback, useEffect, useRef, useState } from 'react'
import { maxTickMs } from '#lib/api/next-poll.ts'

const tickMs = 1_000

export interface ServerClock {
  nowMs: number
  readNowMs: () => number
  /** Goes on after an answer of the site, or an error; `null`: with the known offset. */
  syncClock: (offsetMs: number | null) => void
}

/**
 * The server's clock, as far as it is known, ticking while the page is visible. Ages are computed with it, because a visitor's
 * clock may be hours off. It starts at the server's render time, so that hydration matches. After a jump (the device was asleep, or
 * its clock was set) it stays where it is until `syncClock`, and calls `onJump`.
 */
export function useServerClock(renderedAt: string, onJump: RefObject<() => void>): ServerClock {
  const [nowMs, setNowMs] = useState(() => Date.parse(renderedAt))
  const offsetMs = useRef<number | null>(null)
  const tickedMs = useRef(0)
  const isWaiting = useRef(false)

  const readNowMs = useCallback(() => {
    offsetMs.current ??= Date.parse(renderedAt) - Date.now()
    return Date.now() + offsetMs.current
  }, [renderedAt])

  const syncClock = useCallback(
    (given: number | null) => {
      offsetMs.current = given ?? offsetMs.current
      tickedMs.current = Date.now()
      isWaiting.current = false
      setNowMs(readNowMs())
    },
    [readNowMs],
  )

  useEffect(() => {
    const tick = (event?: Event) => {
      const jumpedMs = Date.now() - tickedMs.current
      if (document.hidden || isWaiting.current) return
      if (tickedMs.current > 0 && Math.abs(jumpedMs) > maxTickMs) {
        isWaiting.current = true
        // Set back: time has not gone back with it.
        if (jumpedMs < 0) offsetMs.current = (offsetMs.current ?? 0) - jumpedMs
        // A page that becomes visible polls anyway.
        if (event === undefined) onJump.current()
        return
      }
      tickedMs.current = Date.now()
      startTransition(() => setNowMs(readNowMs()))
    }
    tick()
    // Without the script the styles hide the ages; see frame.css.
    document.documentElement.dataset.live = ''
    const timer = setInterval(tick, tickMs)
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }, [readNowMs, onJump])

  return { nowMs, readNowMs, syncClock }
}
