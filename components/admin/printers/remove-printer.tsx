'use client'

import { useMutation } from '@tanstack/react-query'
import { useId, useRef } from 'react'
import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { Field } from '../field.tsx'
import { Form, type FormValues } from '../form.tsx'
import { requestAdmin } from '../request.ts'

/** A history of years is deleted in many batches. */
const timeoutMs = 10 * 60_000

/** Deletes a printer, once its name was typed. */
export function RemovePrinter({
  printer: { id: printerId, name, label, is_remote: isRemote },
  onRemoved,
}: {
  printer: ApiManagedPrinter
  onRemoved: () => void
}) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const change = useMutation({
    mutationFn: (values: FormValues) =>
      requestAdmin('DELETE', `printers/${printerId}`, values, { timeoutMs }),
    onSuccess: () => {
      dialog.current?.close()
      onRemoved()
    },
  })
  const open = () => {
    change.reset()
    dialog.current?.showModal()
  }
  return (
    <div className="admin-actions mt-4">
      <button className="text-link" onClick={open} type="button">
        Delete this printer<span className="sr-only"> {label}</span>
      </button>
      <dialog
        aria-describedby={`${id}-text`}
        aria-labelledby={`${id}-title`}
        className="admin-dialog"
        ref={dialog}
      >
        <h2 className="subtitle" id={`${id}-title`}>
          Delete “{label}”?
        </h2>
        <p className="mt-3" id={`${id}-text`}>
          Its page, pictures, readings, prints and tokens are deleted for good. Older backups still
          have them.
          {isRemote &&
            ` Delete PRINTER_${printerId}_SOURCE first, or the next start adds the printer again.`}
        </p>
        <Form
          button="Delete"
          change={change}
          onCancel={() => dialog.current?.close()}
          pending="Deleting its history…"
          subject="name"
        >
          <Field
            label="Type its name to confirm"
            name="name"
            required
            {...(label !== name && { hint: `Its name is “${name}”.` })}
          />
        </Form>
      </dialog>
    </div>
  )
}
