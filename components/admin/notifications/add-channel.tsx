'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiNewChannel, ApiNotifications } from '#lib/api/admin-notifications.ts'
import { fromChannelForm, toChannelForm } from '#lib/api/channel-words.ts'
import { Choice, Field } from '../field.tsx'
import { Form, type FormValues } from '../form.tsx'
import { requestAdmin } from '../request.ts'
import { KindFields, WantsFields } from './channel-fields.tsx'

/** The form for a new channel: the fields of the chosen kind, then those of every kind. */
export function AddChannel({
  known,
  onAdded,
}: {
  known: ApiNotifications
  onAdded: (added: ApiNewChannel, name: string) => void
}) {
  const { kinds } = known
  const [chosen, setChosen] = useState(kinds[0]?.kind)
  const kind = kinds.find((each) => each.kind === chosen)
  const change = useMutation({
    mutationFn: (form: FormValues) =>
      requestAdmin<ApiNewChannel>('POST', 'notifications/channels', {
        kind: chosen,
        ...fromChannelForm(form, kind ?? { fields: [] }, known),
      }),
    onSuccess: (added, { name }) => onAdded(added, String(name).trim()),
  })
  if (kind === undefined) return null
  return (
    <Form
      button="Add the channel"
      change={change}
      pending="Adding the channel…"
      values={{ kind: kind.kind, ...toChannelForm(null, kind, known) }}
    >
      <Choice
        label="Kind"
        name="kind"
        onChange={({ currentTarget }) => {
          change.reset()
          setChosen(currentTarget.value)
        }}
        options={kinds.map((each) => [each.kind, each.title] as const)}
      />
      <Field label="Name" maxLength={60} name="name" placeholder="My phone" required />
      <KindFields key={kind.kind} kind={kind} />
      <details className="admin-more">
        <summary className="admin-summary subtitle">What it is told, and when</summary>
        <WantsFields known={known} />
      </details>
    </Form>
  )
}
