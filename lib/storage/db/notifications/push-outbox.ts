import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import {
  endKinds,
  type Fact,
  type FactKind,
  factKinds,
} from '#lib/notifications/facts/fact-kinds.ts'
import type { DuePush, PushFact, PushStore } from '#lib/notifications/push/ports.ts'
import type { Database } from '../database.ts'
import type { Tables } from '../schema.ts'
import type { PushFactTable } from './tables.ts'

const announced: ReadonlySet<FactKind> = new Set(['started', ...Object.values(endKinds)])

/**
 * Writes what visitors wait for: one row for all of them, so that a report costs the same however many they are. A print's start and
 * its end are announced once.
 */
export async function insertPushFacts(
  db: Kysely<Tables>,
  facts: readonly Fact[],
  now: Date,
): Promise<void> {
  for (const { kind, subject, printerId, print, happenedAt } of facts) {
    const expiresAt = happenedAt.getTime() + factKinds[kind].worthMs
    if (!announced.has(kind) || printerId === null || print === null) continue
    if (expiresAt <= now.getTime()) continue
    await db
      .insertInto('push_facts')
      .values({
        message_id: `msg_${randomUUID().replaceAll('-', '')}`,
        subject,
        kind,
        printer_id: printerId,
        print,
        happened_at: happenedAt.getTime(),
        created_at: now.getTime(),
        expires_at: expiresAt,
        due_at: now.getTime(),
      })
      .onConflict((conflict) => conflict.column('subject').doNothing())
      .execute()
  }
}

export function createPushOutbox(
  database: Database,
): Pick<PushStore, 'claimPushes' | 'finishPushes' | 'finishFact'> {
  const owner = randomUUID()
  return {
    async claimPushes(now, { limit, leaseMs }) {
      const facts = await database.read(async (db) => {
        const found = []
        for (const fact of await selectNews(db, now))
          if ((await selectDue(db, fact, now).limit(1).execute()).length > 0) found.push(fact)
        return found
      })
      if (facts.length === 0) return []
      return await database.write(async (db) => {
        const claimed: DuePush[] = []
        for (const fact of facts) {
          const ids = selectDue(db, fact, now)
            .orderBy('id')
            .limit(limit - claimed.length)
            .$if(database.dialect.hasRowLocks, (query) => query.forUpdate().skipLocked())
          const rows = await db
            .updateTable('push_subscriptions')
            .set({ leased_by: owner, leased_until: now.getTime() + leaseMs })
            .where('id', 'in', ids)
            .returningAll()
            .execute()
          for (const { id, endpoint, p256dh, auth, wish, tries } of rows)
            claimed.push({ id, endpoint, keys: { p256dh, auth }, wish, tries, fact: toFact(fact) })
          if (claimed.length >= limit) break
        }
        return claimed
      })
    },

    finishPushes: (results) =>
      database.write(async (db) => {
        const done = results.filter(({ dueAt }) => dueAt === null).map(({ id }) => id)
        if (done.length > 0)
          await db
            .deleteFrom('push_subscriptions')
            .where('id', 'in', done)
            .where('leased_by', '=', owner)
            .execute()
        for (const { id, dueAt } of results)
          if (dueAt !== null)
            await db
              .updateTable('push_subscriptions')
              .set((eb) => ({
                due_at: dueAt.getTime(),
                tries: eb('tries', '+', 1),
                leased_by: null,
                leased_until: null,
              }))
              .where('id', '=', id)
              .where('leased_by', '=', owner)
              .execute()
      }),

    finishFact: (factId, pushIds, dueAt) =>
      database.write(async (db) => {
        // What is never public has expired; `prunePushes` forgets those who waited for it.
        await db
          .updateTable('push_facts')
          .set((eb) =>
            dueAt === null ? { expires_at: eb.ref('created_at') } : { due_at: dueAt.getTime() },
          )
          .where('id', '=', factId)
          .execute()
        await db
          .updateTable('push_subscriptions')
          .set({ leased_by: null, leased_until: null })
          .where('id', 'in', pushIds)
          .where('leased_by', '=', owner)
          .execute()
      }),
  }
}

type FactRow = Selectable<PushFactTable>

const selectNews = (db: Kysely<Tables>, now: Date) =>
  db
    .selectFrom('push_facts')
    .selectAll()
    .where('expires_at', '>', now.getTime())
    .where('due_at', '<=', now.getTime())
    .orderBy('id')
    .execute()

/** The subscriptions that wait for a fact, by an index, without those that a process has leased. */
function selectDue(db: Kysely<Tables>, { kind, printer_id, print }: FactRow, now: Date) {
  const isStart = kind === 'started'
  return db
    .selectFrom('push_subscriptions')
    .select('id')
    .where('printer_id', '=', printer_id)
    .where('wish', '=', isStart ? 'start' : 'end')
    .where('print', isStart ? '<' : '=', print)
    .where('due_at', '<=', now.getTime())
    .where(({ eb, or }) =>
      or([eb('leased_until', 'is', null), eb('leased_until', '<=', now.getTime())]),
    )
}

function toFact(row: FactRow): PushFact {
  return {
    id: row.id,
    messageId: row.message_id,
    subject: row.subject,
    kind: row.kind,
    printerId: row.printer_id,
    print: row.print,
    detail: null,
    happenedAt: new Date(row.happened_at),
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
  }
}
