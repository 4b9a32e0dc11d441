import type { Insertable, Selectable, Updateable } from 'kysely'
import type { FactKind } from '#lib/notifications/facts/fact-kinds.ts'
import type {
  ChannelChanges,
  ChannelWithoutSecrets,
  Delivery,
  NewChannel,
} from '#lib/notifications/ports.ts'
import { toDate } from '../rows.ts'
import type { ChannelTable, NotificationTable } from './tables.ts'

/* Converts between rows and domain types. The casts: only these functions write the columns. `channel-secrets.ts` does the secrets. */

export function toChannelWithoutSecrets(row: Selectable<ChannelTable>): ChannelWithoutSecrets {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    facts: row.facts === null ? null : (row.facts.split(' ').filter(Boolean) as FactKind[]),
    printers: row.printers === null ? null : row.printers.split(' ').filter(Boolean).map(Number),
    quietHours: row.quiet_hours,
    createdAt: new Date(row.created_at),
    failingSince: toDate(row.failing_since),
    off:
      row.off_since === null
        ? null
        : { since: new Date(row.off_since), reason: row.off_reason ?? '' },
  }
}

export function fromChannelChanges(changes: ChannelChanges): Updateable<ChannelTable> {
  const { name, facts, printers, quietHours, off } = changes
  return {
    ...(name !== undefined && { name }),
    ...(facts !== undefined && { facts: facts?.join(' ') ?? null }),
    ...(printers !== undefined && { printers: printers?.join(' ') ?? null }),
    ...(quietHours !== undefined && { quiet_hours: quietHours }),
    ...(off !== undefined && {
      off_since: off?.since.getTime() ?? null,
      off_reason: off?.reason ?? null,
    }),
  }
}

export function fromNewChannel(
  channel: NewChannel,
): Omit<Insertable<ChannelTable>, 'settings' | 'secrets'> {
  return {
    kind: channel.kind,
    name: channel.name,
    facts: channel.facts?.join(' ') ?? null,
    printers: channel.printers?.join(' ') ?? null,
    quiet_hours: channel.quietHours,
    created_at: channel.createdAt.getTime(),
  }
}

export function toDelivery(row: Selectable<NotificationTable>): Delivery {
  return {
    id: row.id,
    channelId: row.channel_id,
    messageId: row.message_id,
    subject: row.subject,
    kind: row.kind as Delivery['kind'],
    printerId: row.printer_id,
    print: row.print,
    detail: row.detail,
    happenedAt: new Date(row.happened_at),
    createdAt: new Date(row.created_at),
    expiresAt: toDate(row.expires_at),
    state: row.state,
    dueAt: new Date(row.due_at),
    tries: row.tries,
    lastTriedAt: toDate(row.last_tried_at),
    lastAnswer: row.last_answer,
  }
}
