import type { Kysely } from 'kysely'
import type { Delivery, TryResult } from '#lib/notifications/ports.ts'
import type { Tables } from '../schema.ts'

/** A receiver that was away for longer gets everything as soon as it is back. */
const outageMs = 30 * 60_000

/** Records a try, unless its lease has expired and another process has the message. */
export async function finishTry(
  db: Kysely<Tables>,
  owner: string,
  { id, channelId }: Delivery,
  { state, dueAt, isPostponed = false, answer, at }: TryResult,
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('notifications')
    .set((eb) => ({
      state,
      leased_by: null,
      leased_until: null,
      last_tried_at: at.getTime(),
      last_answer: answer,
      ...(dueAt !== undefined && { due_at: dueAt.getTime() }),
      ...(isPostponed ? { expires_at: null } : { tries: eb('tries', '+', 1) }),
    }))
    .where('id', '=', id)
    .where('leased_by', '=', owner)
    .executeTakeFirst()
  if (numUpdatedRows === 0n || isPostponed || state === 'dropped') return
  if (state === 'delivered') await endFailure(db, channelId, at)
  else await beginFailure(db, channelId, at)
}

async function beginFailure(db: Kysely<Tables>, channelId: number, at: Date): Promise<void> {
  await db
    .updateTable('notification_channels')
    .set({ failing_since: at.getTime() })
    .where('id', '=', channelId)
    .where('failing_since', 'is', null)
    .execute()
}

async function endFailure(db: Kysely<Tables>, channelId: number, at: Date): Promise<void> {
  const channel = await db
    .selectFrom('notification_channels')
    .select('failing_since')
    .where('id', '=', channelId)
    .executeTakeFirst()
  const since = channel?.failing_since ?? null
  if (since === null) return
  await db
    .updateTable('notification_channels')
    .set({ failing_since: null })
    .where('id', '=', channelId)
    .execute()
  if (at.getTime() - since < outageMs) return
  await db
    .updateTable('notifications')
    .set({ due_at: at.getTime() })
    .where('channel_id', '=', channelId)
    .where('state', '=', 'waiting')
    .where('due_at', '>', at.getTime())
    .execute()
}
