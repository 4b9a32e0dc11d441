'use client'

import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { describeBrowser } from '#lib/api/admin.ts'
import { addPasskey, findPasskeyObstacle } from './ceremony.ts'
import { Field } from './field.tsx'
import { Form, type FormValues } from './form.tsx'

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
  const [obstacle, setObstacle] = useState<keyof typeof obstacles | null | 'unknown'>('unknown')
  const [name, setName] = useState('')
  useEffect(() => {
    setObstacle(findPasskeyObstacle())
    setName(describeBrowser(navigator.userAgent))
  }, [])
  const change = useMutation({
    mutationFn: (values: FormValues) => addPasskey(String(values.name)),
    onSuccess: (added) => onChanged(`The passkey “${added.name}” was added.`),
  })

  if (obstacle === 'unknown')
    return <p className="text-quiet">Adding a passkey needs JavaScript.</p>
  if (obstacle !== null) return <p className="notice">{obstacles[obstacle]}</p>
  return (
    <Form
      button="Add a passkey"
      change={change}
      pending="Waiting for your device…"
      values={{ name }}
    >
      <p className="mb-3 max-w-[36em]">
        {count === 0
          ? 'A passkey signs you in with the lock of your device: a finger, a face or a PIN. There is no password.'
          : 'Add one for each device that you sign in from, or a security key as a spare.'}
      </p>
      <Field label="Name of the new passkey" maxLength={60} name="name" required />
    </Form>
  )
}
