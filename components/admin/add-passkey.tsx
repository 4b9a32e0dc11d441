'use client'

import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useEffect, useId, useState } from 'react'
import { describeBrowser } from '#lib/api/admin.ts'
import { addPasskey, findPasskeyObstacle } from './ceremony.ts'
import { explainError } from './request.ts'

const obstacles = {
  insecure:
    'This page is not on HTTPS, and without it browsers make no passkeys. Until then a link signs you in, for 24 hours each time.',
  unsupported: 'This browser has no passkeys. Open this page in another one.',
} as const

export function AddPasskey({
  count,
  onChanged,
}: {
  count: number
  onChanged: (message: string) => void
}) {
  const id = useId()
  const [obstacle, setObstacle] = useState<keyof typeof obstacles | null | 'unknown'>('unknown')
  const [name, setName] = useState('')
  useEffect(() => {
    setObstacle(findPasskeyObstacle())
    setName(describeBrowser(navigator.userAgent))
  }, [])
  const { mutate, isPending, error } = useMutation({
    mutationFn: addPasskey,
    onSuccess: (added) => {
      setName(describeBrowser(navigator.userAgent))
      onChanged(`The passkey “${added.name}” was added.`)
    },
  })

  if (obstacle === 'unknown')
    return <p className="text-quiet">Adding a passkey needs JavaScript.</p>
  if (obstacle !== null) return <p className="notice">{obstacles[obstacle]}</p>
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    mutate(name)
  }
  return (
    <form className="admin-form" onSubmit={submit}>
      <p className="mb-3 max-w-[36em]">
        {count === 0
          ? 'A passkey signs you in with the lock of your device: a finger, a face or a PIN. There is no password.'
          : 'Add one for each device that you sign in from, or a security key as a spare.'}
      </p>
      <label className="label text-quiet" htmlFor={id}>
        Name of the new passkey
      </label>
      <input
        aria-describedby={error === null ? undefined : `${id}-problem`}
        aria-invalid={error !== null}
        className="field"
        id={id}
        maxLength={60}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        value={name}
      />
      <button className="button label" disabled={isPending} type="submit">
        Add a passkey
      </button>
      <p className="admin-form-message" role="status">
        {isPending && 'Waiting for your device…'}
      </p>
      <p className="admin-form-message" id={`${id}-problem`} role="alert">
        {error !== null && <span className="notice">{explainError(error)}</span>}
      </p>
    </form>
  )
}
