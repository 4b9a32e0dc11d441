'use client'

import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { Check, Field } from '../field.tsx'
import { Form, type FormValues } from '../form.tsx'
import { requestAdmin } from '../request.ts'

/** Name, alias, what visitors may know, and where its reports come from. */
export function PrinterSettings({
  printer,
  onChanged,
}: {
  printer: ApiManagedPrinter
  onChanged: (message: string) => void
}) {
  const was = useRef<FormValues>({})
  const values = {
    name: printer.name,
    job_alias: printer.job_alias ?? '',
    publishes_temperatures: printer.publishes_temperatures,
    publishes_job_name: printer.publishes_job_name,
    publishes_material: printer.publishes_material,
    publishes_spool: printer.publishes_spool,
    publishes_prints: printer.publishes_prints,
    interval_seconds: String(printer.interval_seconds ?? ''),
    ...(!printer.is_source_fixed && { source: printer.source ?? '' }),
  }
  const change = useMutation({
    mutationFn: (changes: FormValues) =>
      requestAdmin('PATCH', `printers/${printer.id}`, { ...changes, was: was.current }),
    // The fields with nothing typed show what is there now.
    onError: () => onChanged(''),
    onSuccess: () => onChanged('The settings were saved.'),
  })
  return (
    <details className="admin-more">
      <summary className="admin-summary subtitle">
        Name, what is public, source<span className="sr-only"> of {printer.label}</span>
      </summary>
      <Form
        button="Save"
        change={change}
        onFormer={(shown) => {
          was.current = shown
        }}
        onUnchanged={() => onChanged('Nothing was changed.')}
        values={values}
      >
        <Field label="Name" maxLength={100} name="name" required />
        <Field
          label="Shown instead of every job’s name (empty: nothing)"
          maxLength={100}
          name="job_alias"
        />
        <Field
          hint="Only for a snapper whose reports don’t say. Empty: every 10 minutes."
          inputMode="numeric"
          label="Reports every … seconds"
          name="interval_seconds"
        />
        {printer.is_source_fixed ? (
          <p className="admin-facts mb-4">
            Its reports come from <span className="wrap-anywhere">{printer.source}</span>, as
            PRINTER_{printer.id}_SOURCE in the site’s environment says. That takes precedence.
          </p>
        ) : (
          <Field
            hint="The address of its API, at a public host, such as https://example.org/api/3dprinter/1/. Its snapper can’t report here then."
            inputMode="url"
            label="Another site that it reports to (empty: none)"
            name="source"
          />
        )}
        <Check label="Temperatures are public" name="publishes_temperatures" />
        <Check label="The job’s name is public" name="publishes_job_name" />
        <Check label="Filament, nozzle and layers are public" name="publishes_material" />
        <Check label="The spool’s name and what is left on it are public" name="publishes_spool" />
        <Check label="Prints enter the feeds by themselves when they end" name="publishes_prints" />
      </Form>
    </details>
  )
}
