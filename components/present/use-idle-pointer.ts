'use client'

import { useEffect, useState } from 'react'

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
