import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { SentStore } from '#lib/web-mentions/send/ports.ts'
import type { SentMention, SentSource } from '#lib/web-mentions/send/types.ts'
import { type Database, maxParameters } from '../database.ts'
import type { Tables } from '../schema.ts'
import { listNotes } from './list-notes.ts'
import { noteChange } from './note-change.ts'
import type { SentMentionTable } from './tables.ts'

/** The path of the row that says that the site sends. No page has it. */
const beginning = ''
const columnsOfSource = 4

export function createSentStore(database: Database): SentStore {
  const owner = randomUUID()
  return {
    listSources: () =>
      database.read(async (db) => {
        const rows = await db.selectFrom('sent_mention_sources').selectAll().execute()
        const sources = new Map(
          rows.map(({ due_at, ...row }): [string, SentSource] => [
            row.source,
            { ...row, dueAt: new Date(due_at) },
          ]),
        )
        return sources.delete(beginning) ? sources : null
      }),
    begin: (sources, now) => database.write((db) => begin(db, sources, now.getTime())),
    end: () =>
      database.write(async (db) => {
        await db
          .updateTable('sent_mentions')
          .set({ state: 'known', due_at: null })
          .where('state', '=', 'waiting')
          .execute()
        await db.deleteFrom('sent_mention_sources').execute()
      }),
    noteChange: (change, now) => database.write((db) => noteChange(db, change, now.getTime())),
    isDue: (now) =>
      database.read(async (db) => {
        const row = await selectDue(db, now.getTime()).limit(1).executeTakeFirst()
        return row !== undefined
      }),
    claim: (now, leaseMs) =>
      database.write(async (db) => {
        const nowMs = now.getTime()
        const next = selectDue(db, nowMs)
          .where(({ eb, or }) =>
            or([eb('leased_until', 'is', null), eb('leased_until', '<=', nowMs)]),
          )
          .orderBy('due_at')
          .orderBy('id')
          .limit(1)
          .$if(database.dialect.hasRowLocks, (query) => query.forUpdate().skipLocked())
        const row = await db
          .updateTable('sent_mentions')
          .set((eb) => ({
            leased_by: owner,
            leased_until: nowMs + leaseMs,
            leased_revision: eb.ref('revision'),
          }))
          .where('id', '=', next)
          .returningAll()
          .executeTakeFirst()
        return row === undefined ? null : toMention(row)
      }),
    finish: ({ id }, { endpoint, state, answer, statusUrl, dueAt }, now) =>
      database.write(async (db) => {
        const mine = db
          .updateTable('sent_mentions')
          .where('id', '=', id)
          .where('leased_by', '=', owner)
        await mine
          .whereRef('leased_revision', '=', 'revision')
          .set((eb) => ({
            state,
            tries: eb('tries', '+', 1),
            answer,
            status_url: statusUrl,
            due_at: dueAt?.getTime() ?? null,
            changed_at: now.getTime(),
          }))
          .execute()
        await mine
          .set({
            endpoint: endpoint?.url ?? null,
            endpoint_found_at: endpoint?.foundAt.getTime() ?? null,
            leased_by: null,
            leased_until: null,
            leased_revision: null,
          })
          .execute()
      }),
    listTargets: (source) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('sent_mentions')
          .select('target')
          .where('source', '=', source)
          .where('is_removed', '=', 0)
          .orderBy('id')
          .execute()
        return rows.map(({ target }) => target)
      }),
    listNotes: () => database.read(listNotes),
    listSent: (limit) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('sent_mentions')
          .selectAll()
          .where('state', '!=', 'known')
          .orderBy('changed_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .execute()
        return rows.map(toMention)
      }),
    pruneSent: (before) =>
      database.write(async (db) => {
        await db
          .deleteFrom('sent_mentions')
          .where('is_removed', '=', 1)
          .where('due_at', 'is', null)
          .where('changed_at', '<', before.getTime())
          .execute()
      }),
  }
}

const selectDue = (db: Kysely<Tables>, now: number) =>
  db
    .selectFrom('sent_mentions')
    .select('id')
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)

async function begin(
  db: Kysely<Tables>,
  sources: readonly Pick<SentSource, 'source' | 'version'>[],
  now: number,
): Promise<void> {
  const toRow = ({ source, version }: Pick<SentSource, 'source' | 'version'>) =>
    ({ source, version, hash: null, due_at: now }) as const
  const insert = (rows: ReturnType<typeof toRow>[]) =>
    db
      .insertInto('sent_mention_sources')
      .values(rows)
      .onConflict((conflict) => conflict.column('source').doNothing())
      .returning('source')
      .execute()
  const [isFirst] = await insert([toRow({ source: beginning, version: '' })])
  if (isFirst === undefined) return
  const pageLength = Math.floor(maxParameters / columnsOfSource)
  for (let start = 0; start < sources.length; start += pageLength)
    await insert(sources.slice(start, start + pageLength).map(toRow))
}

function toMention(row: Selectable<SentMentionTable>): SentMention {
  const { id, source, target, state, tries, answer, endpoint, endpoint_found_at } = row
  return {
    ...{ id, source, target, state, tries, answer },
    isRemoved: row.is_removed === 1,
    endpoint:
      endpoint === null ? null : { url: endpoint, foundAt: new Date(endpoint_found_at ?? 0) },
    statusUrl: row.status_url,
    dueAt: row.due_at === null ? null : new Date(row.due_at),
    changedAt: new Date(row.changed_at),
  }
}
