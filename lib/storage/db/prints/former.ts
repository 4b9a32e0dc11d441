import { type Kysely, sql } from 'kysely'
import type { DerivedPrint } from '#lib/printers/prints/types.ts'
import type { Tables } from '../schema.ts'
import type { PrintRow } from './print-rows.ts'

/* Rows of prints that were joined with an earlier one, by the owner or by a late report. */

/** Epoch milliseconds, both included. */
interface Span {
  from: number
  to: number
}

/** As in the index `prints_former`. */
const isFormer = sql<boolean>`is_former = 1`

/** The former prints that began in a span, oldest first. */
export function selectFormer(db: Kysely<Tables>, printerId: number, { from, to }: Span) {
  return db
    .selectFrom('prints')
    .selectAll()
    .where('printer_id', '=', printerId)
    .where(isFormer)
    .where('first_seen_at', '>=', from)
    .where('first_seen_at', '<=', to)
    .orderBy('first_seen_at')
    .orderBy('number')
}

/** Of prints without a row, those that take back the row of a former one which began in their time. */
export async function matchFormer(
  db: Kysely<Tables>,
  printerId: number,
  prints: readonly DerivedPrint[],
): Promise<Map<DerivedPrint, PrintRow>> {
  const matches = new Map<DerivedPrint, PrintRow>()
  for (const print of prints) {
    const span = { from: print.firstSeenAt.getTime(), to: print.lastSeenAt.getTime() }
    const row = await selectFormer(db, printerId, span).limit(1).executeTakeFirst()
    if (row !== undefined) matches.set(print, row)
  }
  return matches
}

/** Where the owner has said nothing of a print, what was said of those that it was joined from. */
export async function addFormerWords<
  T extends Pick<PrintRow, 'first_seen_at' | 'last_seen_at' | 'name'> & Partial<PrintRow>,
>(db: Kysely<Tables>, printerId: number, rows: readonly T[]): Promise<T[]> {
  if (rows.length === 0) return []
  const all = await selectFormer(db, printerId, {
    from: Math.min(...rows.map((row) => row.first_seen_at)),
    to: Math.max(...rows.map((row) => row.last_seen_at)),
  }).execute()
  if (all.length === 0) return [...rows]
  return rows.map((row) => {
    const former = all.filter(
      (each) => row.first_seen_at <= each.first_seen_at && each.first_seen_at <= row.last_seen_at,
    )
    return former.reduce(fill, row)
  })
}

function fill<T extends Partial<PrintRow>>(row: T, former: PrintRow): T {
  const { name, note, note_html, cover_id, described_at } = former
  return {
    ...row,
    name: row.name ?? name,
    ...(row.note == null && { note, note_html }),
    cover_id: row.cover_id ?? cover_id,
    described_at: row.described_at ?? described_at,
  }
}

export async function deleteFormer(
  db: Kysely<Tables>,
  printerId: number,
  { from, to }: Span,
): Promise<void> {
  await db
    .deleteFrom('prints')
    .where('printer_id', '=', printerId)
    .where(isFormer)
    .where('first_seen_at', '>=', from)
    .where('first_seen_at', '<=', to)
    .execute()
}
