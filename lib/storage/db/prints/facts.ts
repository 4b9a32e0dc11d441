import type { Kysely } from 'kysely'
import type { OwnerFact } from '#lib/printers/prints/owner-facts.ts'
import type { DerivedPrint } from '#lib/printers/prints/types.ts'
import type { Tables } from '../schema.ts'

/** Epoch milliseconds, both included. */
interface Span {
  from: number
  to: number
}

export interface StoredFact extends OwnerFact {
  id: number
}

/** What the owner has said about any part of a span. */
export async function loadFacts(
  db: Kysely<Tables>,
  printerId: number,
  { from, to }: Span,
): Promise<StoredFact[]> {
  const rows = await db
    .selectFrom('print_facts')
    .selectAll()
    .where('printer_id', '=', printerId)
    .where('to_at', '>=', from)
    .where('from_at', '<=', to)
    .orderBy('id')
    .execute()
  return rows.map(({ id, kind, from_at, to_at }) => ({
    id,
    kind,
    from: new Date(from_at),
    to: new Date(to_at),
  }))
}

export async function insertFact(
  db: Kysely<Tables>,
  printerId: number,
  kind: OwnerFact['kind'],
  { from, to }: Span,
): Promise<void> {
  await db
    .insertInto('print_facts')
    .values({ printer_id: printerId, kind, from_at: from, to_at: to })
    .execute()
}

/**
 * Lets what is hidden grow with its prints: whatever was once seen in a hidden print stays hidden, also where a late report shows
 * that it was of another one.
 */
export async function growHidden(
  db: Kysely<Tables>,
  facts: readonly StoredFact[],
  prints: readonly DerivedPrint[],
): Promise<void> {
  for (const { id, kind, from, to } of facts) {
    if (kind !== 'hide') continue
    const hidden = prints.filter((print) => from <= print.lastSeenAt && print.firstSeenAt <= to)
    const grown = {
      from_at: Math.min(from.getTime(), ...hidden.map((print) => print.firstSeenAt.getTime())),
      to_at: Math.max(to.getTime(), ...hidden.map((print) => print.lastSeenAt.getTime())),
    }
    if (grown.from_at !== from.getTime() || grown.to_at !== to.getTime())
      await db.updateTable('print_facts').set(grown).where('id', '=', id).execute()
  }
}

/** Deletes what was said about a span and nothing outside of it. */
export async function deleteFactsWithin(
  db: Kysely<Tables>,
  printerId: number,
  { from, to }: Span,
  kinds: readonly OwnerFact['kind'][] = ['join', 'split', 'hide'],
): Promise<void> {
  await db
    .deleteFrom('print_facts')
    .where('printer_id', '=', printerId)
    .where('kind', 'in', kinds)
    .where('from_at', '>=', from)
    .where('to_at', '<=', to)
    .execute()
}

/** Nothing in the span is hidden any more; what is hidden before and after it stays so. */
export async function deleteHidden(
  db: Kysely<Tables>,
  printerId: number,
  { from, to }: Span,
): Promise<void> {
  for (const fact of await loadFacts(db, printerId, { from, to })) {
    if (fact.kind !== 'hide') continue
    await db.deleteFrom('print_facts').where('id', '=', fact.id).execute()
    const rest = [
      { from: fact.from.getTime(), to: from - 1 },
      { from: to + 1, to: fact.to.getTime() },
    ]
    for (const span of rest) if (span.from <= span.to) await insertFact(db, printerId, 'hide', span)
  }
}

/** An observation's time was corrected: what was said about it moves with it. */
export async function moveFacts(
  db: Kysely<Tables>,
  printerId: number,
  at: number,
  to: number,
): Promise<void> {
  for (const column of ['from_at', 'to_at'] as const)
    await db
      .updateTable('print_facts')
      .set({ [column]: to })
      .where('printer_id', '=', printerId)
      .where(column, '=', at)
      .execute()
}
