import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { Field } from '../field.tsx'

/** A history of years is deleted in many batches. */
export const historyTimeoutMs = 10 * 60_000

/** The printer's name, typed again, so that nothing is deleted by mistake. */
export function TypedName({
  printer: { name, label },
  prompt = 'Type its name to confirm',
}: {
  printer: Pick<ApiManagedPrinter, 'name' | 'label'>
  prompt?: string
}) {
  return (
    <Field
      label={prompt}
      name="name"
      required
      {...(label !== name && { hint: `Its name is “${name}”.` })}
    />
  )
}
