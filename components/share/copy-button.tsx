'use client'

import { useEffect, useState } from 'react'

const confirmationMs = 2_000
const labels = { ready: 'Copy', copied: 'Copied', refused: 'Select and copy' } as const

/** Rendered only where it works: with JavaScript and a clipboard API. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<'absent' | 'ready' | 'copied' | 'refused'>('absent')

  useEffect(() => setState('clipboard' in navigator ? 'ready' : 'absent'), [])
  useEffect(() => {
    if (state !== 'copied') return
    const timer = setTimeout(() => setState('ready'), confirmationMs)
    return () => clearTimeout(timer)
  }, [state])

  if (state === 'absent') return null
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    )
  return (
    <>
      <button className="button label flex-none" onClick={copy} type="button">
        <span>{labels[state]}</span> <span className="sr-only">{label}</span>
      </button>
      {/* Outside the button: a live region inside is not part of the button's name. */}
      <span className="sr-only" role="status">
        {state === 'ready' ? '' : labels[state]}
      </span>
    </>
  )
}
