'use client'

import { useEffect, useRef } from 'react'
import { CopyButton } from '#components/share/copy-button.tsx'

/** What the receiver verifies signatures with. The site can't show it a second time. */
export function ShownSecret({
  secret,
  name,
  onClosed,
}: {
  secret: string
  /** Of the channel. */
  name: string
  onClosed: () => void
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each new secret
  useEffect(() => heading.current?.focus(), [secret])
  return (
    <div className="admin-secret">
      <h3 className="subtitle" ref={heading} tabIndex={-1}>
        Give this secret to the receiver
      </h3>
      <p className="my-3">It is shown only now. The receiver verifies the signatures with it.</p>
      <div className="snippet-code my-3 flex min-w-0 flex-wrap items-start gap-3">
        <pre>
          <code>{secret}</code>
        </pre>
        <CopyButton label={`the secret of ${name}`} text={secret} />
      </div>
      <button className="button label mt-4" onClick={onClosed} type="button">
        Done, hide the secret
      </button>
    </div>
  )
}
