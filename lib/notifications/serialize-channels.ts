import type { ApiChannel, ApiChannelTrouble, ApiDelivery } from '#lib/api/admin-notifications.ts'
import { hidePassword } from './channels/hide-password.ts'
import {
  type Channel,
  type ChannelSummary,
  type Delivery,
  droppableStates,
  offByOwner,
  retryableStates,
} from './ports.ts'

/** What the owner's page shows of a channel, never its secrets. */
export function serializeChannel(
  channel: Channel,
  summary: ChannelSummary | null,
  kindTitle: string | null,
): ApiChannel {
  const { id, kind, name, off } = channel
  return {
    id,
    kind,
    kind_title: kindTitle,
    name,
    values: Object.fromEntries(
      Object.entries(channel.settings)
        .filter(isPlain)
        .map(([key, value]) => [key, typeof value === 'string' ? hidePassword(value) : value]),
    ),
    secrets: Object.keys(channel.secrets).filter((each) => channel.secrets[each] !== null),
    facts: channel.facts && [...channel.facts],
    printers: channel.printers && [...channel.printers],
    quiet_hours: channel.quietHours,
    created_at: channel.createdAt.toISOString(),
    failing_since: channel.failingSince?.toISOString() ?? null,
    off: off && { since: off.since.toISOString(), reason: off.reason },
    waiting: summary?.waiting ?? 0,
    held: summary?.held ?? 0,
    given_up: summary?.givenUp ?? 0,
    delivered_at: summary?.deliveredAt?.toISOString() ?? null,
  }
}

const isPlain = (entry: [string, unknown]): entry is [string, string | number | boolean] =>
  ['string', 'number', 'boolean'].includes(typeof entry[1])

export function serializeDelivery(delivery: Delivery): ApiDelivery {
  const { id, state } = delivery
  const isQueued = state === 'waiting' || state === 'held'
  const has = (states: readonly string[]) => states.includes(state)
  return {
    id,
    channel_id: delivery.channelId,
    kind: delivery.kind,
    printer_id: delivery.printerId,
    print: delivery.print,
    happened_at: delivery.happenedAt.toISOString(),
    state,
    due_at: isQueued ? delivery.dueAt.toISOString() : null,
    tries: delivery.tries,
    last_tried_at: delivery.lastTriedAt?.toISOString() ?? null,
    last_answer: delivery.lastAnswer,
    can_retry: has(retryableStates),
    can_drop: has(droppableStates),
  }
}

/** What of a channel needs its owner; `null`: nothing. */
export function findTrouble(
  { id, name, off, failingSince }: Channel,
  summary: ChannelSummary | null,
): ApiChannelTrouble | null {
  const offReason = off === null || off.reason === offByOwner ? null : off.reason
  const givenUp = summary?.givenUp ?? 0
  const isFailing = failingSince !== null && off === null
  if (offReason === null && givenUp === 0 && !isFailing) return null
  return {
    id,
    name,
    failing_since: isFailing ? failingSince.toISOString() : null,
    off_reason: offReason,
    given_up: givenUp,
  }
}
