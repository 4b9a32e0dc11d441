'use client'

import { useMutation } from '@tanstack/react-query'
import { type ApiManagedPrinter, type ApiNewToken, maxTokenDays } from '#lib/api/admin-printers.ts'
import { Choice, Field } from '../field.tsx'
import { Form, type FormValues } from '../form.tsx'
import { requestAdmin } from '../request.ts'

const lifetimes = [
  ['', 'No end'],
  ['30', '30 days'],
  ['90', '90 days'],
  [String(maxTokenDays), 'A year'],
] as const

const scopes = [
  ['report', 'report'],
  ['read-private', 'read what is private'],
] as const

export function NewToken({
  printer,
  isForSnapper = false,
  onMade,
}: {
  printer: Pick<ApiManagedPrinter, 'id' | 'label'>
  /** For a first printer, whose token is its snapper's. */
  isForSnapper?: boolean
  onMade: (made: ApiNewToken, message: string) => void
}) {
  const change = useMutation({
    mutationFn: ({ name, days, scope = 'report' }: FormValues) =>
      requestAdmin<ApiNewToken>('POST', `printers/${printer.id}/tokens`, {
        name,
        scope,
        expires_in_days: days === '' ? null : Number(days),
      }),
    onSuccess: (made) => onMade(made, `The token “${made.token.name}” was made. It is shown once.`),
  })
  const label = (
    <>
      Name of the new token<span className="sr-only"> for {printer.label}</span>
    </>
  )
  return (
    <Form
      button="Make a token"
      change={change}
      values={{ name: 'Snapper', days: '', scope: 'report' }}
    >
      <Field label={label} maxLength={100} name="name" required />
      {!isForSnapper && <Choice label="It may" name="scope" options={scopes} />}
      <Choice label="It lasts" name="days" options={lifetimes} />
    </Form>
  )
}
