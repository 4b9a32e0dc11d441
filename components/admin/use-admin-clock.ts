'use client'

import { useEffect, useRef } from 'react'
import { useServerClock } from '#components/printer/use-server-clock.ts'

/**
 * The server's clock, ticking, so that ages grow also while the site can't be reached.
 * @param at the server's time of the last answer
 * @param refresh asks again, after the device was asleep
 * @returns milliseconds
 */
export function useAdminClock(at: string, refresh: () => void): number {
  const first = useRef(at)
  const onJump = useRef(refresh)
  onJump.current = refresh
  const { nowMs, syncClock } = useServerClock(first.current, onJump)
  useEffect(() => syncClock(Date.parse(at) - Date.now()), [at, syncClock])
  return nowMs
}
