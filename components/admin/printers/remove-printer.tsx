'use client'

import { useMutation } from '@tanstack/react-query'
import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import type { FormValues } from '../form.tsx'
import { FormDialog } from '../form-dialog.tsx'
import { requestAdmin } from '../request.ts'
import { historyTimeoutMs, TypedName } from './typed-name.tsx'

/** Deletes a printer, once its name was typed. */
export function RemovePrinter({
  printer,
  onRemoved,
}: {
  printer: ApiManagedPrinter
  onRemoved: () => void
}) {
  const { id, label, is_remote: isRemote } = printer
  const change = useMutation({
    mutationFn: (values: FormValues) =>
      requestAdmin('DELETE', `printers/${id}`, values, { timeoutMs: historyTimeoutMs }),
  })
  return (
    <FormDialog
      button="Delete"
      change={change}
      onClosed={onRemoved}
      opener={
        <>
          Delete this printer<span className="sr-only"> {label}</span>
        </>
      }
      pending="Deleting its history…"
      subject="name"
      text={
        <>
          Its page, pictures, readings, prints and tokens are deleted for good. Older backups still
          have them.
          {isRemote &&
            ` Delete PRINTER_${id}_SOURCE first, or the next start adds the printer again.`}
        </>
      }
      title={`Delete “${label}”?`}
    >
      <TypedName printer={printer} />
    </FormDialog>
  )
}
