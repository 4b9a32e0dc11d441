'use client'

import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Change, DelayedChange } from './delayed-changes.ts'
import { countPictures, results } from './use-pictures.ts'

/** What hides is done, what deletes or publishes isn't. */
const onLeaving = {
  hide: ', or when you leave this page',
  show: ', unless you leave this page before',
  delete: ', unless you leave this page before',
} satisfies Record<Change, string>

/** What is selected and what was changed a moment ago, always in view. */
export function ChangesBar({
  changes,
  onUndo,
  onFocusLost,
  message,
  children,
}: {
  changes: readonly DelayedChange[]
  onUndo: (key: number) => void
  /** The button that had it is gone. */
  onFocusLost: () => void
  /** About the last change, read aloud when it appears. */
  message: string
  children: ReactNode
}) {
  return (
    <div className="admin-changes">
      {/* Of what can be undone the rows say more to those who see them. */}
      <p className={changes.length > 0 ? 'sr-only' : undefined} role="status">
        {message}
      </p>
      {changes.map((change) => (
        <UndoRow
          change={change}
          key={change.key}
          onFocusLost={onFocusLost}
          onUndo={() => onUndo(change.key)}
        />
      ))}
      {children}
    </div>
  )
}

function UndoRow({
  change: { change, ids, isSending, endsAt },
  onUndo,
  onFocusLost,
}: {
  change: DelayedChange
  onUndo: () => void
  onFocusLost: () => void
}) {
  const what = results[change]
  const count = countPictures(ids.length)
  return (
    <div className="admin-changes-row">
      {isSending ? (
        <p>{count} being changed…</p>
      ) : (
        <>
          <p>
            {count} will be {what}
            <Seconds endsAt={endsAt} />
            {onLeaving[change]}.
          </p>
          <UndoButton onFocusLost={onFocusLost} onUndo={onUndo}>
            {`${count} ${what}`}
          </UndoButton>
        </>
      )}
    </div>
  )
}

/** The buttons of the selection are gone, and with them the focus: this one takes it. */
function UndoButton({
  onUndo,
  onFocusLost,
  children,
}: {
  onUndo: () => void
  onFocusLost: () => void
  children: string
}) {
  const button = useRef<HTMLButtonElement>(null)
  const loseFocus = useRef(onFocusLost)
  useLayoutEffect(() => {
    const element = button.current
    element?.focus({ preventScroll: true })
    return () => {
      if (document.activeElement === element) queueMicrotask(loseFocus.current)
    }
  }, [])
  return (
    <button className="button label" onClick={onUndo} ref={button} type="button">
      Undo<span className="sr-only"> {children}</span>
    </button>
  )
}

/** Not read aloud: the message has said how long it lasts. */
function Seconds({ endsAt }: { endsAt: number }) {
  const [seconds, setSeconds] = useState(() => Math.ceil((endsAt - Date.now()) / 1000))
  useEffect(() => {
    const timer = setInterval(
      () => setSeconds(Math.max(1, Math.ceil((endsAt - Date.now()) / 1000))),
      250,
    )
    return () => clearInterval(timer)
  }, [endsAt])
  return <span aria-hidden> in {seconds} s</span>
}
