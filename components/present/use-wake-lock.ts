'use client'

import { useEffect } from 'react'

/** Keeps the screen awake while the page is visible, if the browser supports and allows it. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null
    let isMounted = true
    // The browser releases the lock whenever the page is hidden.
    const acquire = async () => {
      if (document.hidden || !('wakeLock' in navigator)) return
      const acquired = await navigator.wakeLock.request('screen').catch(() => null)
      if (isMounted) lock = acquired
      else void acquired?.release()
    }
    void acquire()
    document.addEventListener('visibilitychange', acquire)
    return () => {
      isMounted = false
      document.removeEventListener('visibilitychange', acquire)
      void lock?.release()
    }
  }, [])
}
