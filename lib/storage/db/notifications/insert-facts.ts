import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { Fact, FactKind } from '#lib/notifications/facts/fact-kinds.ts'
import { flappingMs, planDelivery } from '#lib/notifications/facts/plan-delivery.ts'
import type { ChannelWithoutSecrets, Delivery } from '#lib/notifications/ports.ts'
import type { Tables } from '../schema.ts'
import { toChannelWithoutSecrets } from './rows.ts'
import type { ChannelTable } from './tables.ts'

/** All of them, or one. */
export const selectChannels = (
  db: Kysely<Tables>,
  { id, locks = false }: { id?: number; locks?: boolean } = {},
): Promise<Selectable<ChannelTable>[]> =>
  db
    .selectFrom('notification_channels')
    .selectAll()
    .$if(id !== undefined, (query) => query.where('id', '=', id ?? 0))
    .orderBy('id')
    .$if(locks, (query) => query.forUpdate())
    .execute()

/** What facts are written for. Nobody needs the secrets. */
export const listRecipients = async (db: Kysely<Tables>): Promise<ChannelWithoutSecrets[]> =>
  (await selectChannels(db)).map(toChannelWithoutSecrets)

/** Writes a fact into the outbox of each channel that wants it. */
export async function insertFacts(
  db: Kysely<Tables>,
  channels: readonly ChannelWithoutSecrets[],
  facts: readonly Fact[],
  now: Date,
): Promise<void> {
  for (const fact of facts)
    for (const channel of channels) {
      const plan = planDelivery(channel, fact, now)
      if (plan !== null && !(await isFlapping(db, channel.id, fact)))
        await insertMessage(db, channel.id, fact, { ...plan, now })
    }
}

/** @returns its id; `undefined` where the channel has the subject already */
export async function insertMessage(
  db: Kysely<Tables>,
  channelId: number,
  fact: Omit<Fact, 'kind'> & { kind: FactKind | 'digest' },
  { state, expiresAt, now }: Pick<Delivery, 'state'> & { expiresAt: Date | null; now: Date },
): Promise<number | undefined> {
  const row = await db
    .insertInto('notifications')
    .values({
      channel_id: channelId,
      message_id: `msg_${randomUUID().replaceAll('-', '')}`,
      subject: fact.subject,
      kind: fact.kind,
      printer_id: fact.printerId,
      print: fact.print,
      detail: fact.detail,
      happened_at: fact.happenedAt.getTime(),
      created_at: now.getTime(),
      expires_at: expiresAt?.getTime() ?? null,
      state,
      due_at: now.getTime(),
      tries: 0,
    })
    .onConflict((conflict) => conflict.columns(['channel_id', 'subject']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

async function isFlapping(
  db: Kysely<Tables>,
  channelId: number,
  { printerId, kind, happenedAt, since = happenedAt }: Fact,
): Promise<boolean> {
  if (printerId === null) return false
  const at = happenedAt.getTime()
  const near = await db
    .selectFrom('notifications')
    .select('id')
    .where('channel_id', '=', channelId)
    .where('printer_id', '=', printerId)
    .where('kind', '=', kind)
    .where('happened_at', '>', Math.min(at - flappingMs, since.getTime()))
    .where('happened_at', '<', at + flappingMs)
    .limit(1)
    .executeTakeFirst()
  return near !== undefined
}
