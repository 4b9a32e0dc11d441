'use client'

import { type ReactNode, useId, useRef } from 'react'
import { Form, type FormChange } from './form.tsx'

/** A button that opens a form for a change that can't be undone. */
export function FormDialog({
  opener,
  title,
  text,
  change,
  onClosed,
  children,
  ...form
}: {
  opener: ReactNode
  title: string
  /** What it does. */
  text: ReactNode
  /** `reset` forgets the error of an earlier try. */
  change: FormChange & { reset(): void }
  /** After the change, when the dialog has given the focus back. */
  onClosed?: () => void
  button: string
  pending: string
  subject?: string
  children: ReactNode
}) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const close = () => dialog.current?.close()
  const open = () => {
    change.reset()
    dialog.current?.showModal()
  }
  const mutate: FormChange['mutate'] = (values, options) =>
    change.mutate(values, {
      ...options,
      onSuccess: (...result) => {
        options?.onSuccess?.(...result)
        close()
        onClosed?.()
      },
    })
  return (
    <div className="admin-actions mt-4">
      <button className="text-link" onClick={open} type="button">
        {opener}
      </button>
      <dialog
        aria-describedby={`${id}-text`}
        aria-labelledby={`${id}-title`}
        className="admin-dialog"
        ref={dialog}
      >
        <h2 className="subtitle" id={`${id}-title`}>
          {title}
        </h2>
        <p className="mt-3" id={`${id}-text`}>
          {text}
        </p>
        <Form {...form} change={{ ...change, mutate }} onCancel={close}>
          {children}
        </Form>
      </dialog>
    </div>
  )
}
