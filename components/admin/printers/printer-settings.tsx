'use client'

import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useId } from 'react'
import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { requestAdmin } from '../request.ts'
import { Problem } from './problem.tsx'

const flags = [
  ['publishes_temperatures', 'Temperatures are public'],
  ['publishes_job_name', 'The job’s name is public'],
  ['publishes_prints', 'Prints enter the feeds by themselves when they end'],
] as const

/** Name, alias, and what visitors may know. What was typed stays when it is rejected. */
export function PrinterSettings({
  printer,
  onChanged,
}: {
  printer: ApiManagedPrinter
  onChanged: (message: string) => void
}) {
  const id = useId()
  const { mutate, isPending, error } = useMutation({
    mutationFn: (changes: object) => requestAdmin('PATCH', `printers/${printer.id}`, changes),
    onSuccess: () => onChanged('The settings were saved.'),
  })
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    // Only what differs, so that a change made elsewhere meanwhile stays.
    const changes = Object.fromEntries(
      [
        ['name', String(form.get('name')), printer.name] as const,
        ['job_alias', String(form.get('job_alias')), printer.job_alias ?? ''] as const,
        ...flags.map(([name]) => [name, form.has(name), printer[name]] as const),
      ]
        .filter(([, given, current]) => given !== current)
        .map(([name, given]) => [name, given]),
    )
    if (Object.keys(changes).length === 0) onChanged('Nothing was changed.')
    else mutate(changes)
  }
  return (
    <details className="admin-more">
      <summary className="admin-summary subtitle">
        Name and what is public<span className="sr-only"> of {printer.name}</span>
      </summary>
      <form className="admin-form" onSubmit={submit}>
        <label className="label text-quiet" htmlFor={`${id}-name`}>
          Name
        </label>
        <input
          aria-describedby={`${id}-problem`}
          autoComplete="off"
          className="field"
          defaultValue={printer.name}
          id={`${id}-name`}
          maxLength={100}
          name="name"
          required
        />
        <label className="label text-quiet" htmlFor={`${id}-alias`}>
          Shown instead of every job’s name (empty: nothing)
        </label>
        <input
          aria-describedby={`${id}-problem`}
          autoComplete="off"
          className="field"
          defaultValue={printer.job_alias ?? ''}
          id={`${id}-alias`}
          maxLength={100}
          name="job_alias"
        />
        {flags.map(([name, label]) => (
          <label className="admin-check" key={name}>
            <input defaultChecked={printer[name]} name={name} type="checkbox" /> {label}
          </label>
        ))}
        <button className="button label" disabled={isPending} type="submit">
          Save
        </button>
        <Problem error={error} id={`${id}-problem`} />
      </form>
    </details>
  )
}
