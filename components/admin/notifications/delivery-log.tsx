'use client'

import { useMutation } from '@tanstack/react-query'
import { Clock } from '#components/printer/timestamp.tsx'
import {
  type ApiDeliveries,
  type ApiDelivery,
  type ApiNotifications,
  type DeliveriesQuery,
  deliveriesPath,
} from '#lib/api/admin-notifications.ts'
import {
  deliveryStateOptions,
  describeDelivery,
  describeDeliveryState,
} from '#lib/api/channel-words.ts'
import { formatDuration } from '#lib/api/times.ts'
import { Problem } from '../problem.tsx'
import { requestAdmin } from '../request.ts'
import { Action } from './channel-section.tsx'
import { useDeliveries } from './use-notifications.ts'

interface LogProps {
  first: ApiDeliveries
  query: DeliveriesQuery
  known: ApiNotifications
  nowMs: number
  onChanged: (message: string) => void
}

/** What was sent and what waits, newest first. The filters and pages are addresses. */
export function DeliveryLog({ first, query, known, nowMs, onChanged }: LogProps) {
  const { data } = useDeliveries(first, query)
  const isPart = query.channel !== null || query.state !== null || query.before !== null
  return (
    <section className="page-section" id="log">
      <h2 className="section-label">Log</h2>
      <div className="min-w-0">
        <Filters known={known} query={query} />
        {data.deliveries.length === 0 ? (
          <p className="mt-6">
            {isPart ? 'No messages like these.' : 'No messages yet.'} Tests are not in the log.
          </p>
        ) : (
          <ol className="admin-rows mt-6">
            {data.deliveries.map((delivery) => (
              <DeliveryRow
                delivery={delivery}
                key={delivery.id}
                known={known}
                nowMs={nowMs}
                onChanged={onChanged}
              />
            ))}
          </ol>
        )}
        <nav aria-label="Pages of the log" className="admin-actions mt-4">
          {query.before !== null && (
            <a className="text-link" href={deliveriesPath({ ...query, before: null })}>
              Newest
            </a>
          )}
          {data.next !== null && (
            <a className="text-link" href={deliveriesPath({ ...query, before: data.next })}>
              Earlier messages
            </a>
          )}
        </nav>
        <p className="admin-facts mt-4">Messages are kept for 30 days.</p>
      </div>
    </section>
  )
}

function Filters({ known, query }: Pick<LogProps, 'known' | 'query'>) {
  return (
    <form action="/admin/notifications#log" className="admin-filters" method="get">
      <label>
        <span className="label text-quiet">Channel</span>
        <select className="field" defaultValue={query.channel ?? ''} name="channel">
          <option value="">All</option>
          {known.channels.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="label text-quiet">State</span>
        <select className="field" defaultValue={query.state ?? ''} name="state">
          <option value="">All</option>
          {deliveryStateOptions.map(([state, words]) => (
            <option key={state} value={state}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <button className="button label" type="submit">
        Show
      </button>
    </form>
  )
}

function DeliveryRow({
  delivery,
  known,
  nowMs,
  onChanged,
}: Pick<LogProps, 'known' | 'nowMs' | 'onChanged'> & { delivery: ApiDelivery }) {
  const { id, due_at: dueAt, last_tried_at: triedAt, last_answer: answer, tries, state } = delivery
  const path = `notifications/deliveries/${id}`
  const channel = known.channels.find((each) => each.id === delivery.channel_id)
  const retry = useMutation({
    mutationFn: () => requestAdmin('POST', path),
    onSuccess: () => onChanged(`Message ${id} is sent ${describeWhen(channel)}.`),
  })
  const drop = useMutation({
    mutationFn: () => requestAdmin('DELETE', path),
    onSuccess: () => onChanged(`Message ${id} is not sent.`),
  })
  return (
    <li className="admin-row">
      <div>
        <h3 className="subtitle">{describeDelivery(delivery, known)}</h3>
        <p className="admin-facts">
          <strong>{describeDeliveryState(delivery)}.</strong> To {channel?.name ?? 'a channel'}. It
          happened {ageOf(delivery.happened_at, nowMs)} ago,{' '}
          <Clock at={new Date(delivery.happened_at)} nowMs={nowMs} />.
          {tries > 0 && ` ${tries} ${tries === 1 ? 'try' : 'tries'}.`}
          {dueAt !== null && (
            <>
              {' '}
              {state === 'held' ? 'Sent' : 'Next try'} <Due at={dueAt} nowMs={nowMs} />.
            </>
          )}
        </p>
        {answer !== null && (
          <p className="admin-facts wrap-anywhere">
            {triedAt !== null && <Clock at={new Date(triedAt)} nowMs={nowMs} />}: {answer}
          </p>
        )}
        <Problem error={retry.error ?? drop.error} />
      </div>
      <div className="admin-actions">
        {delivery.can_retry && (
          <Action change={retry} name={`message ${id}`}>
            {dueAt === null ? 'Send again' : 'Send now'}
          </Action>
        )}
        {delivery.can_drop && (
          <Action change={drop} name={`message ${id}`}>
            Drop
          </Action>
        )}
      </div>
    </li>
  )
}

function describeWhen(channel: ApiNotifications['channels'][number] | undefined): string {
  if (channel?.off != null) return 'when its channel is on again'
  return channel?.quiet_hours == null ? 'within seconds' : 'within seconds, outside of quiet hours'
}

const ageOf = (at: string, nowMs: number) => formatDuration((nowMs - Date.parse(at)) / 1000)

function Due({ at, nowMs }: { at: string; nowMs: number }) {
  const leftMs = Date.parse(at) - nowMs
  if (leftMs <= 0) return 'within seconds'
  return (
    <>
      {`in ${formatDuration(leftMs / 1000)}, `}
      <Clock at={new Date(at)} nowMs={nowMs} />
    </>
  )
}
