'use client'

import { useMutation } from '@tanstack/react-query'
import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { formatCount } from '#lib/api/format-count.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { Field } from '../field.tsx'
import type { FormValues } from '../form.tsx'
import { FormDialog } from '../form-dialog.tsx'
import { requestAdmin } from '../request.ts'
import { historyTimeoutMs, TypedName } from './typed-name.tsx'

interface Deleted {
  snapshots: number
  observations: number
}

/** Deletes the pictures and readings of a span for good, once the printer's name was typed. */
export function PurgeHistory({
  printer,
  onChanged,
}: {
  printer: ApiManagedPrinter
  onChanged: (message: string) => void
}) {
  const { id, label } = printer
  const { timeZone } = getPageSettings()
  const change = useMutation({
    mutationFn: (values: FormValues) =>
      requestAdmin<Deleted>('POST', `printers/${id}/purge`, values, {
        timeoutMs: historyTimeoutMs,
      }),
    onSuccess: ({ snapshots, observations }) =>
      onChanged(
        `${formatCount(snapshots, 'picture')} and ${formatCount(observations, 'reading')} of “${label}” were deleted.`,
      ),
  })
  return (
    <FormDialog
      button="Delete"
      change={change}
      opener={
        <>
          Delete a part of its history<span className="sr-only"> of {label}</span>
        </>
      }
      pending="Deleting…"
      text={`All pictures and readings of the span are deleted for good, also hidden ones, and prints without any left. Older backups still have them. Times are in the site’s time zone, ${timeZone}.`}
      title={`Delete a part of “${label}”?`}
    >
      <Field label="From" name="from" required type="datetime-local" />
      <Field label="To" name="to" required type="datetime-local" />
      <TypedName printer={printer} prompt="Type the printer’s name to confirm" />
    </FormDialog>
  )
}
