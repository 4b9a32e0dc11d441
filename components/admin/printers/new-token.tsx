'use client'

import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useId } from 'react'
import { type ApiNewToken, maxTokenDays } from '#lib/api/admin-printers.ts'
import { requestAdmin } from '../request.ts'
import { Problem } from './problem.tsx'

const lifetimes = [
  ['', 'No end'],
  ['30', '30 days'],
  ['90', '90 days'],
  [String(maxTokenDays), 'A year'],
] as const

export function NewToken({
  printer,
  onMade,
}: {
  printer: { id: number; name: string }
  onMade: (made: ApiNewToken, message: string) => void
}) {
  const id = useId()
  const { mutate, isPending, error } = useMutation({
    mutationFn: (token: { name: string; expires_in_days: number | null }) =>
      requestAdmin<ApiNewToken>('POST', `printers/${printer.id}/tokens`, token),
    onSuccess: (made) => onMade(made, `The token “${made.token.name}” was made. It is shown once.`),
  })
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const days = String(form.get('days'))
    mutate({ name: String(form.get('name')), expires_in_days: days === '' ? null : Number(days) })
  }
  return (
    <form className="admin-form" onSubmit={submit}>
      <label className="label text-quiet" htmlFor={id}>
        Name of the new token<span className="sr-only"> for {printer.name}</span>
      </label>
      <input
        aria-describedby={`${id}-problem`}
        aria-invalid={error !== null}
        autoComplete="off"
        className="field"
        defaultValue="Snapper"
        id={id}
        maxLength={100}
        name="name"
        required
      />
      <label className="label text-quiet" htmlFor={`${id}-days`}>
        It lasts
      </label>
      <select className="field" id={`${id}-days`} name="days">
        {lifetimes.map(([days, label]) => (
          <option key={days} value={days}>
            {label}
          </option>
        ))}
      </select>
      <button className="button label" disabled={isPending} type="submit">
        Make a token
      </button>
      <Problem error={error} id={`${id}-problem`} />
    </form>
  )
}
