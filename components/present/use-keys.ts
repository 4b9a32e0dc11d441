'use client'

import { useEffect, useRef } from 'react'

/** Single keys for the whole page, by `event.key`. A button or link that has the focus keeps its own. */
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
      // A switch that is held a moment too long must not go back and forth; who holds an arrow wants to get on.
      if (!event.repeat || event.key.startsWith('Arrow')) act()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
