import { DomainError } from '#lib/core/errors.ts'
import type { DeliveryLogStore, DeliveryState } from '#lib/notifications/ports.ts'
import type { Database } from '../database.ts'
import { checkPageLimit } from '../history-queries.ts'
import { toDelivery } from './rows.ts'

/** Of what is waiting or was given up, and can be tried again. */
const retryable: readonly DeliveryState[] = ['waiting', 'held', 'given-up', 'dropped', 'expired']
const queued: readonly DeliveryState[] = ['waiting', 'held']

export function createDeliveryLog(database: Database): DeliveryLogStore {
  return {
    listDeliveries: ({ channelId, state, limit }) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('notifications')
          .selectAll()
          .$if(channelId !== null, (query) => query.where('channel_id', '=', channelId ?? 0))
          .$if(state !== null, (query) => query.where('state', '=', state ?? 'waiting'))
          .orderBy('id', 'desc')
          .limit(checkPageLimit(limit))
          .execute()
        return rows.map(toDelivery)
      }),
    retry: (id, now) =>
      change(database, id, retryable, {
        state: 'waiting',
        due_at: now.getTime(),
        expires_at: null,
        tries: 0,
      }),
    drop: (id) => change(database, id, queued, { state: 'dropped' }),
    pruneDeliveries: (before) =>
      database.write(async (db) => {
        await db
          .deleteFrom('notifications')
          .where('state', 'not in', queued)
          .where('created_at', '<', before.getTime())
          .execute()
      }),
  }
}

async function change(
  database: Database,
  id: number,
  from: readonly DeliveryState[],
  to: { state: DeliveryState; due_at?: number; expires_at?: null; tries?: number },
): Promise<void> {
  await database.write(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable('notifications')
      .set(to)
      .where('id', '=', id)
      .where('state', 'in', from)
      .executeTakeFirst()
    if (numUpdatedRows === 0n)
      throw new DomainError(
        'not-found',
        `There is no message ${id} that is ${from.join(' or ')}. The log has their numbers.`,
      )
  })
}
