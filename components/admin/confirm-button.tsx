'use client'

import type { UseMutationResult } from '@tanstack/react-query'
import { type ReactNode, useId, useRef } from 'react'
import { ActionButton } from './action-button.tsx'
import { Problem } from './problem.tsx'

/** A button whose change can't be undone: it asks first. The browser gives the focus back to it afterwards. */
export function ConfirmButton({
  button,
  subject,
  title,
  change,
  onClosed,
  children,
}: {
  button: string
  /** What is changed, for those who don't see it next to the button. */
  subject?: string
  title: string
  change: Pick<UseMutationResult<unknown, Error, void>, 'mutate' | 'isPending' | 'error'>
  /** After the change, when the dialog has given the focus back. */
  onClosed?: () => void
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  const confirm = () =>
    change.mutate(undefined, {
      onSuccess: () => {
        dialog.current?.close()
        onClosed?.()
      },
    })
  return (
    <>
      <button className="text-link" onClick={() => dialog.current?.showModal()} type="button">
        {button}
        {subject !== undefined && <span className="sr-only"> {subject}</span>}
      </button>
      <dialog
        aria-describedby={`${id}-text`}
        aria-labelledby={id}
        className="admin-dialog"
        ref={dialog}
      >
        <h2 className="subtitle" id={id}>
          {title}
        </h2>
        <p className="mt-3" id={`${id}-text`}>
          {children}
        </p>
        <Problem error={change.error} />
        <div className="admin-actions mt-6">
          <ActionButton className="button label" isPending={change.isPending} onClick={confirm}>
            {button}
          </ActionButton>
          <button className="text-link" onClick={() => dialog.current?.close()} type="button">
            Cancel
          </button>
        </div>
      </dialog>
    </>
  )
}
