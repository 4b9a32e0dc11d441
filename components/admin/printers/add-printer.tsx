'use client'

import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useId } from 'react'
import { requestAdmin } from '../request.ts'
import { Problem } from './problem.tsx'

export function AddPrinter({ onAdded }: { onAdded: (name: string, id: number) => void }) {
  const id = useId()
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ name }: { name: string; form: HTMLFormElement }) =>
      requestAdmin<{ id: number }>('POST', 'printers', { name }),
    onSuccess: (added, { name, form }) => {
      form.reset()
      onAdded(name.trim(), added.id)
    },
  })
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    mutate({ name: String(new FormData(form).get('name')), form })
  }
  return (
    <form className="admin-form mt-0" onSubmit={submit}>
      <label className="label text-quiet" htmlFor={id}>
        Name of the printer
      </label>
      <input
        aria-describedby={`${id}-problem`}
        aria-invalid={error !== null}
        autoComplete="off"
        className="field"
        id={id}
        maxLength={100}
        name="name"
        required
      />
      <button className="button label" disabled={isPending} type="submit">
        Add the printer
      </button>
      <Problem error={error} id={`${id}-problem`} />
    </form>
  )
}
