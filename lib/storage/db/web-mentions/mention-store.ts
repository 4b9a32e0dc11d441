import type { Kysely } from 'kysely'
import { DomainError } from '#lib/core/errors.ts'
import { isBlocked } from '#lib/web-mentions/is-blocked.ts'
import type { MentionCounts, MentionStore } from '#lib/web-mentions/ports.ts'
import type { Database } from '../database.ts'
import { checkPageLimit } from '../history-queries.ts'
import { insertLogEntry } from '../owner/rows.ts'
import type { Tables } from '../schema.ts'
import { createAvatarStore, noteShown } from './avatar-store.ts'
import { countTo, createMentionQueue } from './mention-queue.ts'
import { toMention, upsertAcceptsKnown } from './rows.ts'

/** Of one page. */
const maxShown = 500

export function createMentionStore(database: Database): MentionStore {
  return {
    ...createMentionQueue(database),
    ...createAvatarStore(database),
    findMention: (token) =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('web_mentions')
          .selectAll()
          .where('token', '=', token)
          .executeTakeFirst()
        return row === undefined ? null : toMention(row)
      }),
    listAccepted: (target) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('web_mentions')
          .leftJoin('web_mention_avatars', 'web_mention_avatars.url', 'author_photo')
          .selectAll('web_mentions')
          .select('sha256 as avatar')
          .where('target', '=', target)
          .where('state', '=', 'accepted')
          .orderBy('received_at')
          .orderBy('web_mentions.id')
          .limit(maxShown)
          .execute()
        return rows.map(toMention)
      }),
    countAccepted: (targets) =>
      database.read(async (db) => {
        const counts = new Map<string, MentionCounts>()
        if (targets.length === 0) return counts
        const rows = await db
          .selectFrom('web_mentions')
          .select(['target', 'kind', (eb) => eb.fn.countAll<number>().as('count')])
          .where('target', 'in', targets)
          .where('state', '=', 'accepted')
          .where('kind', 'in', ['like', 'repost', 'reply'])
          .groupBy(['target', 'kind'])
          .execute()
        for (const { target, kind, count } of rows) {
          const of = counts.get(target) ?? { likes: 0, reposts: 0, replies: 0 }
          counts.set(target, of)
          if (kind === 'like') of.likes = Number(count)
          else if (kind === 'repost') of.reposts = Number(count)
          else of.replies = Number(count)
        }
        return counts
      }),
    listMentions: ({ state, limit, before = null }) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('web_mentions')
          .selectAll()
          .$if(state !== null, (query) => query.where('state', '=', state ?? 'pending'))
          .$if(before !== null, (query) => query.where('id', '<', before ?? 0))
          .orderBy('id', 'desc')
          .limit(checkPageLimit(limit))
          .execute()
        return rows.map(toMention)
      }),
    setMentionState: (id, state, entry) =>
      database.write(async (db) => {
        const row = await db
          .updateTable('web_mentions')
          .set({ state })
          .where('id', '=', id)
          // What isn't verified has nothing to show.
          .where('kind', 'is not', null)
          .where('state', 'in', ['pending', 'accepted', 'rejected'])
          .returningAll()
          .executeTakeFirst()
        if (row === undefined) throw await explainMissing(db, id)
        await noteShown(db, entry.at)
        await insertLogEntry(db, entry)
        return toMention(row)
      }),
    countWaiting: (limit) =>
      database.read((db) => countTo(db, limit, (query) => query.where('state', '=', 'pending'))),
    deleteMention: (id, entry) =>
      database.write(async (db) => {
        const { numDeletedRows } = await db
          .deleteFrom('web_mentions')
          .where('id', '=', id)
          .executeTakeFirst()
        if (numDeletedRows === 0n)
          throw new DomainError(
            'not-found',
            `There is no webmention ${id}. List them to see their numbers.`,
          )
        await noteShown(db, entry.at)
        await insertLogEntry(db, entry)
      }),
    insertBlock: (block, entry) =>
      database.write(async (db) => {
        await db
          .insertInto('web_mention_blocks')
          .values({ value: block.value, blocked_at: block.blockedAt.getTime() })
          .onConflict((conflict) => conflict.column('value').doNothing())
          .execute()
        const rows = await db
          .selectFrom('web_mentions')
          .select(['id', 'source_host', 'author_url'])
          .where('state', '!=', 'rejected')
          .execute()
        const blocked = rows.filter(({ source_host, author_url }) =>
          isBlocked({ sourceHost: source_host, authorUrl: author_url }, [block]),
        )
        for (const { id } of blocked)
          await db
            .updateTable('web_mentions')
            .set({ state: 'rejected', due_at: null })
            .where('id', '=', id)
            .execute()
        await noteShown(db, entry.at)
        await insertLogEntry(db, entry)
      }),
    deleteBlock: (value, entry) =>
      database.write(async (db) => {
        const { numDeletedRows } = await db
          .deleteFrom('web_mention_blocks')
          .where('value', '=', value)
          .executeTakeFirst()
        if (numDeletedRows === 0n)
          throw new DomainError('not-found', `${value} is not blocked. List them to see what is.`)
        await insertLogEntry(db, entry)
      }),
    setMentionSettings: ({ acceptsKnown }, entry) =>
      database.write(async (db) => {
        await upsertAcceptsKnown(db, acceptsKnown)
        await insertLogEntry(db, entry)
      }),
  }
}

async function explainMissing(db: Kysely<Tables>, id: number): Promise<DomainError> {
  const row = await db
    .selectFrom('web_mentions')
    .select('state')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.state === 'queued'
    ? new DomainError(
        'changed-meanwhile',
        `Webmention ${id} wasn’t read yet, so there is nothing to decide about. Do it once it is pending, which takes a few minutes.`,
      )
    : new DomainError(
        'not-found',
        `There is no webmention ${id} that is pending, accepted or rejected. List them to see their numbers.`,
      )
}
