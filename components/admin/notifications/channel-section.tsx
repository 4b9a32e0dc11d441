'use client'

import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { Detail } from '#components/printer/detail.tsx'
import {
  type ApiChannel,
  type ApiNewChannel,
  type ApiNotifications,
  deliveriesPath,
} from '#lib/api/admin-notifications.ts'
import { describeFacts, describePrinters, describeQuietHours } from '#lib/api/channel-words.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { ActionButton } from '../action-button.tsx'
import { Age } from '../age.tsx'
import { ConfirmButton } from '../confirm-button.tsx'
import { Problem } from '../problem.tsx'
import { requestAdmin } from '../request.ts'
import { EditChannel } from './edit-channel.tsx'
import { SendTest } from './send-test.tsx'
import { ShownSecret } from './shown-secret.tsx'

interface ChannelSectionProps {
  channel: ApiChannel
  known: ApiNotifications
  nowMs: number
  /** It was just made, and is shown once; `null`: none. */
  secret: string | null
  /** It was just added. */
  isNew: boolean
  onSecret: (secret: string | null) => void
  onChanged: (message: string) => void
  /** The section is gone, and with it the element that had the focus. */
  onRemoved: () => void
}

/** A channel: how it is, and what the owner can do with it. */
export function ChannelSection(props: ChannelSectionProps) {
  const { channel, known, nowMs, secret, isNew, onSecret, onChanged } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (isNew) heading.current?.focus()
  }, [isNew])
  return (
    <section className="page-section" id={`channel-${channel.id}`}>
      <h2 className="section-label" ref={heading} tabIndex={-1}>
        <bdi>{channel.name}</bdi>
      </h2>
      <div className="min-w-0">
        {secret !== null && (
          <ShownSecret
            name={channel.name}
            onClosed={() => {
              onSecret(null)
              heading.current?.focus()
            }}
            secret={secret}
          />
        )}
        <ChannelFacts channel={channel} known={known} nowMs={nowMs} />
        <SendTest channel={channel} />
        <EditChannel channel={channel} known={known} onChanged={onChanged} />
        <ChannelActions {...props} />
      </div>
    </section>
  )
}

function ChannelFacts({
  channel,
  known,
  nowMs,
}: Pick<ChannelSectionProps, 'channel' | 'known' | 'nowMs'>) {
  const { id, waiting, held, given_up: givenUp, delivered_at: deliveredAt } = channel
  const texts = Object.values(channel.values).filter((value) => typeof value !== 'boolean')
  const queue = [
    waiting > 0 && `${waiting} waiting`,
    held > 0 && `${held} held for a digest`,
    givenUp > 0 && `${givenUp} given up`,
  ].filter(Boolean)
  return (
    <dl className="facts">
      <Detail label="State">
        <ChannelState channel={channel} nowMs={nowMs} />
      </Detail>
      <Detail label="Last message">
        {deliveredAt === null ? 'none delivered' : <Age at={deliveredAt} nowMs={nowMs} />}
      </Detail>
      {queue.length > 0 && (
        <Detail label="Queue">
          <a
            className="text-link"
            href={deliveriesPath({ channel: id, state: givenUp > 0 ? 'given-up' : null })}
          >
            {queue.join(', ')}
          </a>
        </Detail>
      )}
      <Detail label="Kind" note={<span className="wrap-anywhere">{texts.join(', ')}</span>}>
        {channel.kind_title ?? `${channel.kind}, which this version doesn’t have`}
      </Detail>
      <Detail
        label="It is told"
        note={known.printers.length > 1 && describePrinters(channel, known)}
      >
        {describeFacts(channel, known)}
      </Detail>
      {channel.quiet_hours !== null && (
        <Detail label="Quiet" note="Then one message says what happened.">
          {describeQuietHours(channel.quiet_hours, getPageSettings())}
        </Detail>
      )}
    </dl>
  )
}

function ChannelState({ channel, nowMs }: Pick<ChannelSectionProps, 'channel' | 'nowMs'>) {
  const { off, failing_since: failingSince, delivered_at: deliveredAt } = channel
  if (off !== null)
    return (
      <>
        <strong>Off</strong>, since <Age at={off.since} nowMs={nowMs} />
        <span className="fact-note wrap-anywhere"> {off.reason}</span>
      </>
    )
  if (failingSince !== null)
    return (
      <>
        <strong>Failing</strong>, first <Age at={failingSince} nowMs={nowMs} />{' '}
        <a className="text-link" href={deliveriesPath({ channel: channel.id })}>
          What it answers
        </a>
      </>
    )
  return deliveredAt === null ? 'On. Send a test to see whether it works.' : 'Working'
}

function ChannelActions({
  channel: { id, name, kind, off },
  known,
  onChanged,
  onSecret,
  onRemoved,
}: ChannelSectionProps) {
  const path = `notifications/channels/${id}`
  const turn = useMutation({
    mutationFn: () => requestAdmin('PATCH', path, { is_on: off !== null }),
    onSuccess: () => onChanged(`“${name}” was turned ${off === null ? 'off' : 'on'}.`),
  })
  const rotate = useMutation({
    mutationFn: () => requestAdmin<ApiNewChannel>('POST', `${path}/secret`),
    onSuccess: ({ secret }) => {
      onSecret(secret)
      onChanged('The secret was replaced. The old one works for another day.')
    },
  })
  const remove = useMutation({ mutationFn: () => requestAdmin('DELETE', path) })
  return (
    <>
      <div className="admin-actions mt-4">
        <Action change={turn} name={name}>
          {off === null ? 'Turn off' : 'Turn on'}
        </Action>
        {known.kinds.find((each) => each.kind === kind)?.has_own_secret === true && (
          <Action change={rotate} name={`of ${name}`}>
            Replace the secret
          </Action>
        )}
        <ConfirmButton
          button="Remove"
          change={remove}
          onClosed={onRemoved}
          subject={name}
          title={`Remove “${name}”?`}
        >
          Its messages are removed from the log, and what is waiting isn’t sent.
        </ConfirmButton>
      </div>
      <Problem error={turn.error ?? rotate.error} />
    </>
  )
}

/** A button in a row of them. @param name what it is about, for those who don't see it next to the button */
export function Action({
  change,
  name,
  children,
}: {
  change: { mutate: () => void; isPending: boolean }
  name: string
  children: ReactNode
}) {
  return (
    <ActionButton
      className="text-link"
      isPending={change.isPending}
      onClick={() => change.mutate()}
    >
      {children}
      <span className="sr-only"> {name}</span>
    </ActionButton>
  )
}
