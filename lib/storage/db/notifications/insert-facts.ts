import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Fact, FactKind } from '#lib/notifications/facts/fact-kinds.ts'
import { flappingMs, planDelivery } from '#lib/notifications/facts/plan-delivery.ts'
import type { Channel, Delivery } from '#lib/notifications/ports.ts'
import type { Tables } from '../schema.ts'
import { toChannel } from './rows.ts'

export async function selectChannels(db: Kysely<Tables>): Promise<Channel[]> {
  const rows = await db.selectFrom('notification_channels').selectAll().orderBy('id').execute()
  return rows.map(toChannel)
}

/** Writes a fact into the outbox of each channel that wants it. */
export async function insertFacts(
  db: Kysely<Tables>,
  channels: readonly Channel[],
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
