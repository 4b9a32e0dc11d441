'use client'

import { useMutation } from '@tanstack/react-query'
import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { Check, Field } from '../field.tsx'
import { Form, type FormValues } from '../form.tsx'
import { requestAdmin } from '../request.ts'

/** Name, alias, and what visitors may know. */
export function PrinterSettings({
  printer,
  onChanged,
}: {
  printer: ApiManagedPrinter
  onChanged: (message: string) => void
}) {
  const change = useMutation({
    mutationFn: (values: FormValues) => requestAdmin('PATCH', `printers/${printer.id}`, values),
    onSuccess: () => onChanged('The settings were saved.'),
  })
  return (
    <details className="admin-more">
      <summary className="admin-summary subtitle">
        Name and what is public<span className="sr-only"> of {printer.name}</span>
      </summary>
      <Form
        button="Save"
        change={change}
        onUnchanged={() => onChanged('Nothing was changed.')}
        values={{
          name: printer.name,
          job_alias: printer.job_alias ?? '',
          publishes_temperatures: printer.publishes_temperatures,
          publishes_job_name: printer.publishes_job_name,
          publishes_prints: printer.publishes_prints,
        }}
      >
        <Field label="Name" maxLength={100} name="name" required />
        <Field
          label="Shown instead of every job’s name (empty: nothing)"
          maxLength={100}
          name="job_alias"
        />
        <Check label="Temperatures are public" name="publishes_temperatures" />
        <Check label="The job’s name is public" name="publishes_job_name" />
        <Check label="Prints enter the feeds by themselves when they end" name="publishes_prints" />
      </Form>
    </details>
  )
}
