import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { DomainError } from '#lib/core/errors.ts'
import type { MentionQueue, NewMention, QueueLimits } from '#lib/web-mentions/ports.ts'
import type { Database } from '../database.ts'
import type { Tables } from '../schema.ts'
import { followMentions, noteShown } from './avatar-store.ts'
import { fromChanges, selectMentionSettings, toMention } from './rows.ts'

const retryAfterSeconds = 15 * 60

export function createMentionQueue(database: Database): MentionQueue {
  const owner = randomUUID()
  return {
    async receiveMention(mention, limits, now) {
      // A refusal writes nothing: thousands of them must not keep reports waiting.
      await database.read(async (db) => {
        if (!(await isKnown(db, mention))) await requireRoom(db, mention.sourceHost, limits)
      })
      return await database.write(async (db) => {
        const again = await queueAgain(db, mention, now)
        if (again !== undefined) return again
        await requireRoom(db, mention.sourceHost, limits)
        return await insert(db, mention, now)
      })
    },
    isMentionDue: (now) =>
      database.read(async (db) => {
        const due = await db
          .selectFrom('web_mentions')
          .select('id')
          .where('due_at', '<=', now.getTime())
          .limit(1)
          .executeTakeFirst()
        return due !== undefined
      }),
    claimMention: (now, leaseMs) =>
      database.write(async (db) => {
        const nowMs = now.getTime()
        const busyHosts = db
          .selectFrom('web_mentions')
          .select('source_host')
          .where('leased_until', '>', nowMs)
        const next = db
          .selectFrom('web_mentions')
          .select('id')
          .where('due_at', '<=', nowMs)
          .where('source_host', 'not in', busyHosts)
          .orderBy('due_at')
          .orderBy('id')
          .limit(1)
          .$if(database.dialect.hasRowLocks, (query) => query.forUpdate().skipLocked())
        const row = await db
          .updateTable('web_mentions')
          .set({ leased_by: owner, leased_until: nowMs + leaseMs })
          .where('id', '=', next)
          .returningAll()
          .executeTakeFirst()
        return row === undefined ? null : toMention(row)
      }),
    finishMention: ({ id, state, receivedAt }, changes, now) =>
      database.write(async (db) => {
        const released = await db
          .updateTable('web_mentions')
          .set({ leased_by: null, leased_until: null })
          .where('id', '=', id)
          .where('leased_by', '=', owner)
          .returning(['state', 'received_at'])
          .executeTakeFirst()
        if (released?.state !== state || released.received_at !== receivedAt.getTime()) return false
        await db
          .updateTable('web_mentions')
          .set(fromChanges(changes))
          .where('id', '=', id)
          .execute()
        if (state === 'accepted' || changes.state === 'accepted')
          await noteShown(db, now, changes.content?.authorPhoto)
        return true
      }),
    isKnownHost: (host) =>
      database.read(async (db) => {
        const known = await db
          .selectFrom('web_mentions')
          .select('id')
          .where('source_host', '=', host)
          .where('state', '=', 'accepted')
          .limit(1)
          .executeTakeFirst()
        return known !== undefined
      }),
    getMentionSettings: () => database.read(selectMentionSettings),
    listBlocks: () =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('web_mention_blocks')
          .selectAll()
          .orderBy('blocked_at')
          .execute()
        return rows.map(({ value, blocked_at }) => ({ value, blockedAt: new Date(blocked_at) }))
      }),
    pruneMentions: (before, now) =>
      database.write(async (db) => {
        await db
          .deleteFrom('web_mentions')
          .where('state', 'in', ['invalid', 'removed'])
          .where('received_at', '<', before.getTime())
          .where('due_at', 'is', null)
          .execute()
        // After a backup was restored there are none.
        await followMentions(db, now)
      }),
  }
}

async function isKnown(db: Kysely<Tables>, { source, target }: NewMention): Promise<boolean> {
  const row = await db
    .selectFrom('web_mentions')
    .select('id')
    .where('source', '=', source)
    .where('target', '=', target)
    .executeTakeFirst()
  return row !== undefined
}

/** @returns the token of a mention that exists; it is verified now, and what was withdrawn begins anew */
async function queueAgain(
  db: Kysely<Tables>,
  { source, target, targetUrl }: NewMention,
  now: Date,
): Promise<string | undefined> {
  const row = await db
    .updateTable('web_mentions')
    .set((eb) => ({
      target_url: targetUrl,
      due_at: now.getTime(),
      tries: 0,
      received_at: now.getTime(),
      state: eb
        .case()
        .when('state', 'in', ['invalid', 'removed'])
        .then('queued')
        .else(eb.ref('state'))
        .end() as never, // the column's type is narrower than what `case` infers
    }))
    .where('source', '=', source)
    .where('target', '=', target)
    .returning('token')
    .executeTakeFirst()
  return row?.token
}

async function requireRoom(
  db: Kysely<Tables>,
  host: string,
  { perHost, queued, total }: QueueLimits,
): Promise<void> {
  if ((await countTo(db, perHost, (query) => query.where('source_host', '=', host))) >= perHost)
    throw new DomainError(
      'too-many-requests',
      `${perHost} webmentions from ${host} are waiting. Send it again later.`,
      { retryAfterSeconds },
    )
  const isFull =
    (await countTo(db, queued, (query) => query.where('state', '=', 'queued'))) >= queued ||
    (await countTo(db, total, (query) => query)) >= total
  if (isFull)
    throw new DomainError('busy', 'Too many webmentions are waiting. Send it again later.', {
      retryAfterSeconds,
    })
}

type Waiting = ReturnType<typeof selectWaiting>

function selectWaiting(db: Kysely<Tables>) {
  return db.selectFrom('web_mentions').select('id').where('state', '!=', 'accepted')
}

/** Of what isn’t accepted. Counts no further than `limit`. */
export async function countTo(
  db: Kysely<Tables>,
  limit: number,
  narrow: (query: Waiting) => Waiting,
): Promise<number> {
  const { count } = await db
    .selectFrom(narrow(selectWaiting(db)).limit(limit).as('waiting'))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function insert(db: Kysely<Tables>, mention: NewMention, now: Date): Promise<string> {
  const row = await db
    .insertInto('web_mentions')
    .values({
      token: mention.token,
      source: mention.source,
      source_host: mention.sourceHost,
      target_url: mention.targetUrl,
      target: mention.target,
      state: 'queued',
      received_at: now.getTime(),
      due_at: now.getTime(),
      tries: 0,
      checks: 0,
    })
    // The same one from two replicas at the same moment.
    .onConflict((conflict) =>
      conflict.columns(['source', 'target']).doUpdateSet({ due_at: now.getTime() }),
    )
    .returning('token')
    .executeTakeFirstOrThrow()
  return row.token
}
