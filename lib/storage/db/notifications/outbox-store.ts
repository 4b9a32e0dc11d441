import { randomUUID } from 'node:crypto'
import type { ExpressionBuilder, Kysely } from 'kysely'
import { factKindNames, factKinds } from '#lib/notifications/facts/fact-kinds.ts'
import type { OutboxStore } from '#lib/notifications/ports.ts'
import type { Database, Dialect } from '../database.ts'
import type { Tables } from '../schema.ts'
import { finishTry } from './finish-try.ts'
import { insertFacts, insertMessage, listRecipients } from './insert-facts.ts'
import { toDelivery } from './rows.ts'

/** A digest with more lines than this would not be read. */
const maxLines = 100

const listedKinds = factKindNames.filter((kind) => factKinds[kind].isListedLate)

export function createOutboxStore(database: Database): OutboxStore {
  const owner = randomUUID()
  return {
    insertFacts: (facts, now) =>
      database.write(async (db) => insertFacts(db, await listRecipients(db), facts, now)),
    listDueChannels: (now) => database.read((db) => listDueChannels(db, now.getTime())),
    holdAll: (channelId, now, until) =>
      database.write((db) => holdAll(db, channelId, now.getTime(), until.getTime())),
    prepare: (channelId, now) =>
      database.write(async (db) => {
        await expire(db, channelId, now.getTime())
        await makeDigest(db, database.dialect, channelId, now)
      }),
    claim: (channelId, now, leaseMs) =>
      database.write(async (db) => {
        const nowMs = now.getTime()
        const next = selectFree(db, channelId, nowMs)
          .select('id')
          .where(({ eb, or }) => or([eb('expires_at', 'is', null), eb('expires_at', '>', nowMs)]))
          .orderBy('due_at')
          .orderBy('id')
          .limit(1)
          .$if(database.dialect.hasRowLocks, (query) => query.forUpdate().skipLocked())
        const row = await db
          .updateTable('notifications')
          .set({ leased_by: owner, leased_until: nowMs + leaseMs })
          .where('id', '=', next)
          .returningAll()
          .executeTakeFirst()
        return row === undefined ? null : toDelivery(row)
      }),
    finish: (delivery, result) => database.write((db) => finishTry(db, owner, delivery, result)),
    listDigest: (digestId) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('notifications')
          .selectAll()
          .where('digest_id', '=', digestId)
          .orderBy('happened_at')
          .orderBy('id')
          .execute()
        return rows.map(toDelivery)
      }),
  }
}

/** The first statement of each look: a query of an index, and nothing without messages. */
async function listDueChannels(db: Kysely<Tables>, now: number): Promise<number[]> {
  const rows = await db
    .selectFrom('notifications')
    .innerJoin('notification_channels', 'notification_channels.id', 'channel_id')
    .select('channel_id')
    .distinct()
    .where('state', 'in', ['waiting', 'held'])
    .where('due_at', '<=', now)
    .where('off_since', 'is', null)
    .execute()
  return rows.map(({ channel_id }) => channel_id)
}

const isFree =
  (now: number) =>
  ({ eb, or }: ExpressionBuilder<Tables, 'notifications'>) =>
    or([eb('leased_until', 'is', null), eb('leased_until', '<=', now)])

/** What is due to be sent, and no process has. */
function selectFree(db: Kysely<Tables>, channelId: number, now: number) {
  return db
    .selectFrom('notifications')
    .where('channel_id', '=', channelId)
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .where(isFree(now))
}

async function holdAll(
  db: Kysely<Tables>,
  channelId: number,
  now: number,
  until: number,
): Promise<void> {
  const due = () =>
    db
      .updateTable('notifications')
      .where('channel_id', '=', channelId)
      .where('due_at', '<=', now)
      .where(isFree(now))
  await due()
    .set({ state: 'held', due_at: until, expires_at: null })
    .where('state', '=', 'waiting')
    .where('tries', '=', 0)
    .where('kind', 'in', listedKinds)
    .execute()
  await due().set({ due_at: until }).where('state', 'in', ['waiting', 'held']).execute()
}

async function expire(db: Kysely<Tables>, channelId: number, now: number): Promise<void> {
  const expired = () =>
    db
      .updateTable('notifications')
      .where('channel_id', '=', channelId)
      .where('state', '=', 'waiting')
      .where('expires_at', '<=', now)
      .where(isFree(now))
  await expired()
    .set({ state: 'held', due_at: now, expires_at: null })
    .where('kind', 'in', listedKinds)
    .execute()
  await expired().set({ state: 'expired' }).execute()
}

/** While a digest is waiting, the next one gathers what comes: an outage of days ends with two, not with one for each line. */
async function makeDigest(
  db: Kysely<Tables>,
  dialect: Dialect,
  channelId: number,
  now: Date,
): Promise<void> {
  const ofChannel = () => db.selectFrom('notifications').where('channel_id', '=', channelId)
  const waiting = await ofChannel()
    .select('id')
    .where('state', '=', 'waiting')
    .where('kind', '=', 'digest')
    .limit(1)
    .executeTakeFirst()
  if (waiting !== undefined) return
  const held = await ofChannel()
    .select('id')
    .where('state', '=', 'held')
    .where('due_at', '<=', now.getTime())
    .orderBy('id')
    .limit(maxLines)
    .$if(dialect.hasRowLocks, (query) => query.forUpdate().skipLocked())
    .execute()
  const [first] = held
  if (first === undefined) return
  const digest = {
    kind: 'digest' as const,
    subject: `digest/${first.id}`,
    printerId: null,
    print: null,
    happenedAt: now,
    detail: null,
  }
  const id = await insertMessage(db, channelId, digest, { state: 'waiting', expiresAt: null, now })
  const ids = held.map((row) => row.id)
  await db
    .updateTable('notifications')
    .set({ state: 'listed', digest_id: id ?? null })
    .where('id', 'in', ids)
    .execute()
}
