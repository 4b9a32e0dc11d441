'use client'

import { useMutation } from '@tanstack/react-query'
import { type ApiNewToken, maxTokenDays } from '#lib/api/admin-printers.ts'
import { Choice, Field } from '../field.tsx'
import { Form, type FormValues } from '../form.tsx'
import { requestAdmin } from '../request.ts'

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
  const change = useMutation({
    mutationFn: ({ name, days }: FormValues) =>
      requestAdmin<ApiNewToken>('POST', `printers/${printer.id}/tokens`, {
        name,
        expires_in_days: days === '' ? null : Number(days),
      }),
    onSuccess: (made) => onMade(made, `The token “${made.token.name}” was made. It is shown once.`),
  })
  const label = (
    <>
      Name of the new token<span className="sr-only"> for {printer.name}</span>
    </>
  )
  return (
    <Form button="Make a token" change={change} values={{ name: 'Snapper', days: '' }}>
      <Field label={label} maxLength={100} name="name" required />
      <Choice label="It lasts" name="days" options={lifetimes} />
    </Form>
  )
}
