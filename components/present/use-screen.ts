'use client'

import { useCallback, useEffect, useRef, useState } from 'react'

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

const idleMs = 3_000

/** True after three seconds without input: pointer and buttons cover the picture. */
export function useIdlePointer(): boolean {
  const [isIdle, setIsIdle] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const wake = () => {
      setIsIdle(false)
      clearTimeout(timer)
      timer = setTimeout(() => setIsIdle(true), idleMs)
    }
    wake()
    const events = ['pointermove', 'pointerdown', 'keydown'] as const
    for (const name of events) window.addEventListener(name, wake, { passive: true })
    return () => {
      clearTimeout(timer)
      for (const name of events) window.removeEventListener(name, wake)
    }
  }, [])
  return isIdle
}

/** Keyboard shortcuts for the whole page, by lower-case `event.key`. A focused button or link keeps its space bar. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys)
  latest.current = keys

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      const isOnControl = event.target instanceof HTMLElement && event.target.matches('button, a')
      const act = latest.current[event.key.toLowerCase()]
      if (act === undefined || (isOnControl && event.key === ' ')) return
      event.preventDefault()
      // A held toggle key must not flip back and forth; a held arrow key repeats.
      if (!event.repeat || event.key.startsWith('Arrow')) act()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

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
