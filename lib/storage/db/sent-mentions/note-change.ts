import type { Kysely } from 'kysely'
import type { SourceChange } from '#lib/web-mentions/send/ports.ts'
import type { Tables } from '../schema.ts'

/** Notes a change of a page, and what is to be sent because of it. @returns whether the page was still as `was` */
export async function noteChange(
  db: Kysely<Tables>,
  change: SourceChange,
  now: number,
): Promise<boolean> {
  if (!(await replaceSource(db, change))) return false
  const { source, action, targets } = change
  if (action === 'none') return true
  if (action === 'send') await announceRemoved(db, source, new Set(targets), now)
  for (const target of targets) {
    const isSent = action === 'send'
    await db
      .insertInto('sent_mentions')
      .values({
        ...{ source, target, is_removed: 0, revision: 0, changed_at: now },
        ...(isSent ? due(now) : { state: 'known', due_at: null, tries: 0 }),
      })
      .onConflict((conflict) => {
        const known = conflict.columns(['source', 'target'])
        if (!isSent) return known.doNothing()
        return known.doUpdateSet((eb) => ({
          ...due(now),
          is_removed: 0,
          revision: eb('sent_mentions.revision', '+', 1),
        }))
      })
      .execute()
  }
  return true
}

const due = (now: number) => ({ state: 'waiting', due_at: now, tries: 0, changed_at: now }) as const

/** Exactly one of several processes replaces what all of them have seen. */
async function replaceSource(db: Kysely<Tables>, { source, was, is }: SourceChange) {
  const values = is && { version: is.version, hash: is.hash, due_at: is.dueAt.getTime() }
  if (was === null) {
    if (values === null) return false
    const row = await db
      .insertInto('sent_mention_sources')
      .values({ source, ...values })
      .onConflict((conflict) => conflict.column('source').doNothing())
      .returning('source')
      .executeTakeFirst()
    return row !== undefined
  }
  const hashIs = was.hash === null ? 'is' : '='
  const row =
    values === null
      ? await db
          .deleteFrom('sent_mention_sources')
          .where('source', '=', source)
          .where('version', '=', was.version)
          .returning('source')
          .executeTakeFirst()
      : await db
          .updateTable('sent_mention_sources')
          .set(values)
          .where('source', '=', source)
          .where('version', '=', was.version)
          .where('hash', hashIs, was.hash)
          .returning('source')
          .executeTakeFirst()
  return row !== undefined
}

/** A page that takes no webmentions needn't be told that the link is gone. */
async function announceRemoved(
  db: Kysely<Tables>,
  source: string,
  targets: ReadonlySet<string>,
  now: number,
): Promise<void> {
  const rows = await db
    .selectFrom('sent_mentions')
    .select(['id', 'target', 'state'])
    .where('source', '=', source)
    .where('is_removed', '=', 0)
    .execute()
  for (const { id, target, state } of rows) {
    if (targets.has(target)) continue
    if (state === 'no-endpoint') await db.deleteFrom('sent_mentions').where('id', '=', id).execute()
    else
      await db
        .updateTable('sent_mentions')
        .set((eb) => ({ ...due(now), is_removed: 1, revision: eb('revision', '+', 1) }))
        .where('id', '=', id)
        .execute()
  }
}
