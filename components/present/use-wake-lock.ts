'use client'

import { useEffect } from 'react'

/** Keeps the screen awake while the page is looked at. A browser that can't, or a battery that mustn't, is let be. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null
    let isMounted = true
    // The browser takes the lock back whenever the page is hidden.
    const ask = async () => {
      if (document.hidden || !('wakeLock' in navigator)) return
      const given = await navigator.wakeLock.request('screen').catch(() => null)
      if (isMounted) lock = given
      else void given?.release()
    }
    void ask()
    document.addEventListener('visibilitychange', ask)
    return () => {
      isMounted = false
      document.removeEventListener('visibilitychange', ask)
      void lock?.release()
    }
  }, [])
}
