'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type {
  ApiDeliveries,
  ApiNewChannel,
  ApiNotifications,
  DeliveriesQuery,
} from '#lib/api/admin-notifications.ts'
import { AdminMessage } from '../admin-message.tsx'
import { useAdminClock } from '../use-admin-clock.ts'
import { AddChannel } from './add-channel.tsx'
import { ChannelSection } from './channel-section.tsx'
import { DeliveryLog } from './delivery-log.tsx'
import { ThisDevice } from './this-device.tsx'
import { refreshNotifications, useNotifications } from './use-notifications.ts'

/**
 * The channels, how to add one, and what was sent.
 * @param first as the server sent it
 */
export function Notifications({
  first,
  log,
  query,
}: {
  first: ApiNotifications
  log: ApiDeliveries
  query: DeliveriesQuery
}) {
  const queries = useQueryClient()
  const { data, refetch } = useNotifications(first)
  const nowMs = useAdminClock(data.at, () => void refetch())
  const [message, setMessage] = useState('')
  const [made, setMade] = useState<ApiNewChannel | null>(null)
  const [addedCount, setAddedCount] = useState(0)
  const end = useRef<HTMLHeadingElement>(null)
  const onChanged = (text: string) => {
    setMessage(text)
    void refreshNotifications(queries)
  }
  const removedHere = useRef<number[]>([])
  const former = useRef(data.channels)
  useEffect(() => {
    const ids = [...removedHere.current, ...data.channels.map(({ id }) => id)]
    const gone = former.current.filter(({ id }) => !ids.includes(id))
    former.current = data.channels
    if (gone.length === 0) return
    const names = gone.map(({ name }) => `“${name}”`).join(', ')
    setMessage(`${names} ${gone.length === 1 ? 'was' : 'were'} removed elsewhere.`)
    // With the section the focus may be gone, too.
    if (document.activeElement === document.body) end.current?.focus()
  }, [data.channels])
  // A change may fail because its channel isn't there any more.
  useEffect(
    () =>
      queries.getMutationCache().subscribe(({ mutation, type }) => {
        if (type === 'updated' && mutation?.state.status === 'error')
          void refreshNotifications(queries)
      }),
    [queries],
  )
  const onAdded = (added: ApiNewChannel, name: string) => {
    setMade(added)
    onChanged(`“${name}” was added. Send a test to it.`)
  }
  const addTitle = data.channels.length === 0 ? 'A first channel' : 'Another channel'
  const hasLog = data.channels.length > 0 || log.deliveries.length > 0
  return (
    <>
      <AdminMessage text={message} />
      {data.secrets_problem !== null && <p className="notice mb-8">{data.secrets_problem}</p>}
      <nav aria-label="On this page" className="admin-actions mb-10">
        {[
          ...data.channels.map(({ id, name }) => [`channel-${id}`, name] as const),
          ...(data.push_problem === null ? [['device', 'This device'] as const] : []),
          ['add', addTitle] as const,
          ...(hasLog ? [['log', 'Log'] as const] : []),
        ].map(([id, title]) => (
          <a className="text-link" href={`#${id}`} key={id}>
            <bdi>{title}</bdi>
          </a>
        ))}
      </nav>
      {data.channels.map((channel) => (
        <ChannelSection
          channel={channel}
          isNew={made?.id === channel.id && made.secret === null}
          key={channel.id}
          known={data}
          nowMs={nowMs}
          onChanged={onChanged}
          onRemoved={() => {
            removedHere.current.push(channel.id)
            end.current?.focus()
            onChanged(`“${channel.name}” was removed.`)
          }}
          onSecret={(secret) => setMade(secret === null ? null : { id: channel.id, secret })}
          secret={made?.id === channel.id ? made.secret : null}
        />
      ))}
      {data.push_problem === null && (
        <section className="page-section" id="device">
          <h2 className="section-label">This device</h2>
          <div>
            <ThisDevice onAdded={onAdded} />
          </div>
        </section>
      )}
      <section className="page-section" id="add">
        <h2 className="section-label" ref={end} tabIndex={-1}>
          {addTitle}
        </h2>
        <AddChannel
          // An empty form for the next one.
          key={addedCount}
          known={data}
          onAdded={(added, name) => {
            setAddedCount(addedCount + 1)
            onAdded(added, name)
          }}
        />
      </section>
      {data.push_problem !== null && (
        <section className="page-section">
          <h2 className="section-label">Push messages</h2>
          <p className="notice">
            {data.push_problem} Until then no device can be added, and printers’ pages have no
            button with which visitors ask for a message.
          </p>
        </section>
      )}
      {hasLog && (
        <DeliveryLog first={log} known={data} nowMs={nowMs} onChanged={onChanged} query={query} />
      )}
    </>
  )
}
