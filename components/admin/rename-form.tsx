'use client'

import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useEffect, useId, useRef } from 'react'
import { explainError, requestAdmin } from './request.ts'

/** A name that is edited in its place. Escape leaves it as it was. */
export function RenameForm({
  path,
  name,
  onRenamed,
  onClosed,
}: {
  path: string
  name: string
  onRenamed: (name: string) => void
  onClosed: () => void
}) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const { mutate, isPending, error } = useMutation({
    mutationFn: (newName: string) => requestAdmin('PATCH', path, { name: newName }),
    onSuccess: (_, newName) => {
      onRenamed(newName)
      onClosed()
    },
  })
  useEffect(() => input.current?.select(), [])

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    mutate(String(new FormData(event.currentTarget).get('name')))
  }
  return (
    <form
      className="admin-form"
      onKeyDown={({ key }) => key === 'Escape' && onClosed()}
      onSubmit={submit}
    >
      <label className="label text-quiet" htmlFor={id}>
        Name
      </label>
      <input
        aria-describedby={error === null ? undefined : `${id}-problem`}
        aria-invalid={error !== null}
        className="field"
        defaultValue={name}
        id={id}
        maxLength={60}
        name="name"
        ref={input}
        required
      />
      <div className="admin-actions">
        <button className="button label" disabled={isPending} type="submit">
          Save
        </button>
        <button className="text-link" onClick={onClosed} type="button">
          Cancel
        </button>
      </div>
      <p className="admin-form-message" id={`${id}-problem`} role="alert">
        {error !== null && <span className="notice">{explainError(error)}</span>}
      </p>
    </form>
  )
}
