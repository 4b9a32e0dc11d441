'use client'

import { useMutation } from '@tanstack/react-query'
import type { ApiChannel, ApiNotifications } from '#lib/api/admin-notifications.ts'
import { fromChannelForm, toChannelForm } from '#lib/api/channel-words.ts'
import { Field } from '../field.tsx'
import { Form, type FormValues } from '../form.tsx'
import { requestAdmin } from '../request.ts'
import { KindFields, WantsFields } from './channel-fields.tsx'

/** Name, settings, and what the channel is told. */
export function EditChannel({
  channel,
  known,
  onChanged,
}: {
  channel: ApiChannel
  known: ApiNotifications
  onChanged: (message: string) => void
}) {
  // A channel of another version keeps its settings.
  const kind = known.kinds.find((each) => each.kind === channel.kind) ?? { fields: [] }
  const values = toChannelForm(channel, kind, known)
  const change = useMutation({
    mutationFn: (form: FormValues) => {
      const all = fromChannelForm({ ...values, ...form }, kind, known)
      return requestAdmin('PATCH', `notifications/channels/${channel.id}`, all)
    },
    onSuccess: () => onChanged('The channel was changed.'),
  })
  return (
    <details className="admin-more">
      <summary className="admin-summary subtitle">
        Name, settings, what it is told<span className="sr-only"> of {channel.name}</span>
      </summary>
      <Form
        button="Save"
        change={change}
        onUnchanged={() => onChanged('Nothing was changed.')}
        values={values}
      >
        <Field label="Name" maxLength={60} name="name" required />
        <KindFields kind={kind} secrets={channel.secrets} />
        <WantsFields known={known} />
      </Form>
    </details>
  )
}
