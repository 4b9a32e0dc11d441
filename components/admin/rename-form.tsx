'use client'

import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Field } from './field.tsx'
import { Form, type FormValues } from './form.tsx'
import { requestAdmin } from './request.ts'

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
  const input = useRef<HTMLInputElement>(null)
  const change = useMutation({
    mutationFn: (values: FormValues) => requestAdmin('PATCH', path, values),
    onSuccess: (_, values) => {
      onRenamed(String(values.name))
      onClosed()
    },
  })
  useEffect(() => input.current?.select(), [])
  return (
    <Form
      button="Save"
      change={change}
      onCancel={onClosed}
      onKeyDown={({ key }) => key === 'Escape' && onClosed()}
      values={{ name }}
    >
      <Field label="Name" maxLength={60} name="name" ref={input} required />
    </Form>
  )
}
