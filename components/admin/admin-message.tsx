'use client'

import { useEffect, useState } from 'react'

const shownMs = 8_000

/** What a change has done, read aloud. It is seen wherever the page is scrolled to, for a while. */
export function AdminMessage({ text }: { text: string }) {
  const [isNew, setIsNew] = useState(false)
  useEffect(() => {
    if (text === '') return
    setIsNew(true)
    const timer = setTimeout(() => setIsNew(false), shownMs)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <p className={isNew ? 'admin-message admin-message-new' : 'admin-message'} role="status">
      {text}
    </p>
  )
}
