'use client'

import { useEffect, useState } from 'react'

const thanksMs = 2_000
const labels = { ready: 'Copy', copied: 'Copied', refused: 'Select and copy' } as const

/** Stands only where it can work: with JavaScript, and where the browser lets a page write to the clipboard. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<'absent' | 'ready' | 'copied' | 'refused'>('absent')

  useEffect(() => setState('clipboard' in navigator ? 'ready' : 'absent'), [])
  useEffect(() => {
    if (state !== 'copied') return
    const timer = setTimeout(() => setState('ready'), thanksMs)
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
      <button className="button label copy-button" onClick={copy} type="button">
        {labels[state]}
        <span className="sr-only"> {label}</span>
      </button>
      {/* Beside the button: what is announced inside of one is no part of its name. */}
      <span className="sr-only" role="status">
        {state === 'ready' ? '' : labels[state]}
      </span>
    </>
  )
}
