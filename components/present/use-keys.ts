'use client'

import { useEffect, useRef } from 'react'

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
