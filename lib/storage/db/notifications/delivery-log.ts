import { DomainError } from '#lib/core/errors.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import {
  type ChannelSummary,
  type DeliveryLogStore,
  type DeliveryState,
  droppableStates,
  retryableStates,
} from '#lib/notifications/ports.ts'
import type { Database } from '../database.ts'
import { checkPageLimit } from '../history-queries.ts'
import { insertLogEntry } from '../owner/rows.ts'
import { toDate } from '../rows.ts'
import { toDelivery } from './rows.ts'

const queued: readonly DeliveryState[] = ['waiting', 'held']

const summarized: readonly DeliveryState[] = ['waiting', 'held', 'given-up', 'delivered']
const noDeliveries: ChannelSummary = { waiting: 0, held: 0, givenUp: 0, deliveredAt: null }

export function createDeliveryLog(database: Database): DeliveryLogStore {
  return {
    listDeliveries: ({ channelId, state, before = null, limit }) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('notifications')
          .selectAll()
          .$if(channelId !== null, (query) => query.where('channel_id', '=', channelId ?? 0))
          .$if(state !== null, (query) => query.where('state', '=', state ?? 'waiting'))
          .$if(before !== null, (query) => query.where('id', '<', before ?? 0))
          .orderBy('id', 'desc')
          .limit(checkPageLimit(limit))
          .execute()
        return rows.map(toDelivery)
      }),
    summarizeDeliveries: () =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('notifications')
          .select(({ fn }) => [
            'channel_id',
            'state',
            fn.countAll<number | string>().as('count'),
            fn.max('last_tried_at').as('tried_at'),
          ])
          .where('state', 'in', summarized)
          .groupBy(['channel_id', 'state'])
          .execute()
        const summaries = new Map<number, ChannelSummary>()
        for (const { channel_id: id, state, count, tried_at: triedAt } of rows) {
          const former = summaries.get(id) ?? noDeliveries
          summaries.set(id, { ...former, ...summarize(state, Number(count), toDate(triedAt)) })
        }
        return summaries
      }),
    retry: (id, now, entry) =>
      change(database, id, retryableStates, entry, {
        state: 'waiting',
        due_at: now.getTime(),
        expires_at: null,
        tries: 0,
      }),
    drop: (id, entry) => change(database, id, droppableStates, entry, { state: 'dropped' }),
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

function summarize(
  state: DeliveryState,
  count: number,
  triedAt: Date | null,
): Partial<ChannelSummary> {
  if (state === 'delivered') return { deliveredAt: triedAt }
  return state === 'given-up' ? { givenUp: count } : { [state]: count }
}

async function change(
  database: Database,
  id: number,
  from: readonly DeliveryState[],
  entry: NewLogEntry,
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
    await insertLogEntry(db, entry)
  })
}
