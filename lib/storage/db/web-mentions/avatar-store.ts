import type { Kysely } from 'kysely'
import type { AvatarStore } from '#lib/web-mentions/avatars/ports.ts'
import type { Database } from '../database.ts'
import { lockPicture } from '../insert-observation.ts'
import type { Tables } from '../schema.ts'
import { incrementMentionRevision } from './rows.ts'

export function createAvatarStore(database: Database): AvatarStore {
  return {
    claimAvatar: (now, leaseMs) =>
      database.write(async (db) => {
        const next = db
          .selectFrom('web_mention_avatars')
          .select('url')
          .where('due_at', '<=', now.getTime())
          .orderBy('due_at')
          .limit(1)
          .$if(database.dialect.hasRowLocks, (query) => query.forUpdate().skipLocked())
        const row = await db
          .updateTable('web_mention_avatars')
          .set((eb) => ({ due_at: now.getTime() + leaseMs, tries: eb('tries', '+', 1) }))
          .where('url', '=', next)
          .returning(['url', 'tries'])
          .executeTakeFirst()
        return row ?? null
      }),
    finishAvatar: (url, { sha256, fetchedAt, dueAt }) =>
      database.write(async (db) => {
        if (typeof sha256 === 'string') await lockPicture(db, database.dialect, sha256)
        const before = await db
          .selectFrom('web_mention_avatars')
          .select('sha256')
          .where('url', '=', url)
          .executeTakeFirst()
        await db
          .updateTable('web_mention_avatars')
          .set({
            fetched_at: fetchedAt.getTime(),
            due_at: dueAt?.getTime() ?? null,
            ...(dueAt === null && { tries: 0 }),
            ...(sha256 !== undefined && { sha256 }),
          })
          .where('url', '=', url)
          .execute()
        await noteUnused(db, [before?.sha256, sha256])
        const isChanged = before !== undefined && sha256 !== undefined && before.sha256 !== sha256
        if (isChanged) await incrementMentionRevision(db)
        return isChanged
      }),
    hasAvatar: (sha256) => database.read((db) => hasAvatar(db, sha256)),
  }
}

export async function hasAvatar(db: Kysely<Tables>, sha256: string): Promise<boolean> {
  const query = db.selectFrom('web_mention_avatars').select('url').where('sha256', '=', sha256)
  return (await query.limit(1).executeTakeFirst()) !== undefined
}

/** What pages show has changed: every replica drops what it has in its cache, and the photos are those that are named. */
export async function noteShown(
  db: Kysely<Tables>,
  now: Date,
  read?: string | null,
): Promise<void> {
  await incrementMentionRevision(db)
  await followMentions(db, now, read)
}

const agedMs = 24 * 60 * 60 * 1000

/** Makes the photos those that accepted mentions name. What is new is due, and what was `read` again a day after it was fetched. */
export async function followMentions(
  db: Kysely<Tables>,
  now: Date,
  read: string | null = null,
): Promise<void> {
  const named = db
    .selectFrom('web_mentions')
    .select('author_photo')
    .distinct()
    .where('state', '=', 'accepted')
    .where('author_photo', 'is not', null)
    .$narrowType<{ author_photo: string }>()
  const removed = await db
    .deleteFrom('web_mention_avatars')
    .where('url', 'not in', named)
    .returning('sha256')
    .execute()
  await noteUnused(
    db,
    removed.map(({ sha256 }) => sha256),
  )
  const known = db.selectFrom('web_mention_avatars').select('url')
  const fresh = await named.where('author_photo', 'not in', known).execute()
  for (const { author_photo: url } of fresh)
    await db
      .insertInto('web_mention_avatars')
      .values({ url, due_at: now.getTime(), tries: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  if (read === null) return
  await db
    .updateTable('web_mention_avatars')
    .set({ due_at: now.getTime() })
    .where('url', '=', read)
    .where('due_at', 'is', null)
    .where('fetched_at', '<', now.getTime() - agedMs)
    .execute()
}

/** Copies that no photo has any more are to be removed, as pictures are. */
async function noteUnused(
  db: Kysely<Tables>,
  hashes: readonly (string | null | undefined)[],
): Promise<void> {
  for (const sha256 of new Set(hashes)) {
    if (sha256 === null || sha256 === undefined) continue
    if (await hasAvatar(db, sha256))
      await db.deleteFrom('pictures_to_remove').where('sha256', '=', sha256).execute()
    else
      await db
        .insertInto('pictures_to_remove')
        .values({ sha256 })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
  }
}
