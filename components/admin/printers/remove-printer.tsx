'use client'

import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useId, useRef } from 'react'
import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { requestAdmin } from '../request.ts'
import { Problem } from './problem.tsx'

/** A history of years is deleted in many batches. */
const timeoutMs = 10 * 60_000

/** Deletes a printer, once its name was typed. */
export function RemovePrinter({
  printer: { id: printerId, name, is_remote: isRemote },
  onRemoved,
}: {
  printer: ApiManagedPrinter
  onRemoved: () => void
}) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (typed: string) =>
      requestAdmin('DELETE', `printers/${printerId}`, { name: typed }, timeoutMs),
    onSuccess: () => {
      dialog.current?.close()
      onRemoved()
    },
  })
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    mutate(String(new FormData(event.currentTarget).get('name')))
  }
  const open = () => {
    reset()
    dialog.current?.showModal()
  }
  return (
    <div className="admin-actions mt-4">
      <button className="text-link" onClick={open} type="button">
        Delete this printer<span className="sr-only"> {name}</span>
      </button>
      <dialog
        aria-describedby={`${id}-text`}
        aria-labelledby={`${id}-title`}
        className="admin-dialog"
        ref={dialog}
      >
        <h2 className="subtitle" id={`${id}-title`}>
          Delete “{name}”?
        </h2>
        <p className="mt-3" id={`${id}-text`}>
          Its page, pictures, readings, prints and tokens are deleted for good. Older backups still
          have them.
          {isRemote &&
            ` Delete PRINTER_${printerId}_SOURCE first, or the next start adds the printer again.`}
        </p>
        <form className="admin-form" onSubmit={submit}>
          <label className="label text-quiet" htmlFor={id}>
            Type its name to confirm
          </label>
          <input
            aria-describedby={`${id}-problem`}
            aria-invalid={error !== null}
            autoComplete="off"
            className="field"
            id={id}
            name="name"
            required
          />
          <div className="admin-actions">
            <button className="button label" disabled={isPending} type="submit">
              Delete
            </button>
            <button className="text-link" onClick={() => dialog.current?.close()} type="button">
              Cancel
            </button>
          </div>
          <p role="status">{isPending && 'Deleting its history…'}</p>
          <Problem error={error} id={`${id}-problem`} />
        </form>
      </dialog>
    </div>
  )
}
