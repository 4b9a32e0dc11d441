import type { Kysely, Selectable, Updateable } from 'kysely'
import type { MentionChanges } from '#lib/web-mentions/ports.ts'
import type { Mention, MentionContent } from '#lib/web-mentions/types.ts'
import { toDate } from '../rows.ts'
import type { Tables } from '../schema.ts'
import type { WebMentionTable } from './tables.ts'

/** @param row with `avatar` where it was asked for */
export function toMention(row: Selectable<WebMentionTable> & { avatar?: string | null }): Mention {
  return {
    id: row.id,
    token: row.token,
    source: row.source,
    sourceHost: row.source_host,
    targetUrl: row.target_url,
    target: row.target,
    state: row.state,
    content: toContent(row),
    avatar: row.avatar ?? null,
    receivedAt: new Date(row.received_at),
    verifiedAt: toDate(row.verified_at),
    tries: row.tries,
    checks: row.checks,
    reason: row.reason,
  }
}

function toContent(row: Selectable<WebMentionTable>): MentionContent | null {
  if (row.kind === null) return null
  return {
    kind: row.kind,
    authorName: row.author_name,
    authorUrl: row.author_url,
    authorPhoto: row.author_photo,
    url: row.url ?? row.source,
    text: row.text,
    publishedAt: toDate(row.published_at),
  }
}

export function fromChanges(changes: MentionChanges): Updateable<WebMentionTable> {
  const { state, tries, checks, reason, content, verifiedAt, dueAt } = changes
  return {
    state,
    tries,
    checks,
    reason,
    due_at: dueAt?.getTime() ?? null,
    ...(verifiedAt && { verified_at: verifiedAt.getTime() }),
    ...(content && {
      kind: content.kind,
      author_name: content.authorName,
      author_url: content.authorUrl,
      author_photo: content.authorPhoto,
      url: content.url,
      text: content.text,
      published_at: content.publishedAt?.getTime() ?? null,
    }),
  }
}

const defaults = { id: 1, revision: 0, accepts_known: 1 } as const

/** What pages show has changed: every replica drops what it has in its cache. */
export async function incrementMentionRevision(db: Kysely<Tables>): Promise<void> {
  await db
    .insertInto('web_mention_settings')
    .values({ ...defaults, revision: 1 })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((eb) => ({ revision: eb('web_mention_settings.revision', '+', 1) })),
    )
    .execute()
}

export async function selectMentionSettings(
  db: Kysely<Tables>,
): Promise<{ revision: number; acceptsKnown: boolean }> {
  const row =
    (await db.selectFrom('web_mention_settings').selectAll().executeTakeFirst()) ?? defaults
  return { revision: row.revision, acceptsKnown: row.accepts_known === 1 }
}

export async function upsertAcceptsKnown(db: Kysely<Tables>, isOn: boolean): Promise<void> {
  const accepts_known = isOn ? 1 : 0
  await db
    .insertInto('web_mention_settings')
    .values({ ...defaults, accepts_known })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ accepts_known }))
    .execute()
}
