'use client'

import { useMutation } from '@tanstack/react-query'
import { Field } from '../field.tsx'
import { Form, type FormValues } from '../form.tsx'
import { requestAdmin } from '../request.ts'

export function AddPrinter({ onAdded }: { onAdded: (name: string, id: number) => void }) {
  const change = useMutation({
    mutationFn: (values: FormValues) => requestAdmin<{ id: number }>('POST', 'printers', values),
    onSuccess: ({ id }, { name }) => onAdded(String(name).trim(), id),
  })
  return (
    <Form button="Add the printer" change={change}>
      <Field label="Name of the printer" maxLength={100} name="name" required />
    </Form>
  )
}
