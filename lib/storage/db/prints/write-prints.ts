import type { Kysely } from 'kysely'
import { isHidden } from '#lib/printers/prints/owner-facts.ts'
import type { DerivedPrint } from '#lib/printers/prints/types.ts'
import { maxParameters } from '../database.ts'
import { toFlag } from '../rows.ts'
import type { Tables } from '../schema.ts'
import { growHidden, type StoredFact } from './facts.ts'
import { matchFormer } from './former.ts'
import { fromDerived, type PrintRow } from './print-rows.ts'

/** Prints that ended at `since` or later are published automatically, with the publication time `at`. */
export interface Publishing {
  since: Date
  at: Date
}

/**
 * Replaces the stored prints by the derived ones. A print keeps its number when its bounds change; a row without a derived print
 * becomes a former one, which a print that begins there later takes back.
 * @param known `untouched`: a row that is kept even if no derived print matches it
 * @param publishing `null`: new prints are drafts
 */
export async function writePrints(
  db: Kysely<Tables>,
  printerId: number,
  {
    rows,
    untouched,
    facts,
  }: {
    rows: readonly PrintRow[]
    untouched: PrintRow | undefined
    facts: readonly StoredFact[]
  },
  derived: readonly DerivedPrint[],
  publishing: Publishing | null,
): Promise<void> {
  const matches = matchRows(rows, derived)
  const matched = new Set(matches.values())
  const obsolete = rows.filter((row) => !matched.has(row) && row !== untouched)
  if (obsolete.length > 0)
    await db
      .updateTable('prints')
      .set({ is_former: 1 })
      .where(
        'id',
        'in',
        obsolete.map((row) => row.id),
      )
      .execute()
  const begun = derived.filter((print) => !matches.has(print))
  for (const [print, row] of await matchFormer(db, printerId, begun)) matches.set(print, row)
  for (const [print, row] of matches)
    await db
      .updateTable('prints')
      .set({
        ...fromDerived(print),
        is_former: 0,
        is_hidden: toFlag(isHidden(facts, print)),
        published_at: row.published_at ?? getPublishedAt(print, row, publishing),
      })
      .where('id', '=', row.id)
      .execute()
  await insertPrints(
    db,
    printerId,
    begun.filter((print) => !matches.has(print)),
    facts,
    publishing,
  )
  await growHidden(db, facts, derived)
}

/** The time at which a draft is published automatically; `null` if it isn't. */
function getPublishedAt(
  { ended }: DerivedPrint,
  row: PrintRow | null,
  publishing: Publishing | null,
): number | null {
  if (publishing === null || ended === null || row?.is_withheld === 1) return null
  return ended.notAfter >= publishing.since ? publishing.at.getTime() : null
}

/** The row of each print: the one with the same start, else the one with the longest overlap. */
function matchRows(
  rows: readonly PrintRow[],
  derived: readonly DerivedPrint[],
): Map<DerivedPrint, PrintRow> {
  const free = new Set(rows)
  const matches = new Map<DerivedPrint, PrintRow>()
  const match = (print: DerivedPrint, row: PrintRow | undefined) => {
    if (row === undefined) return
    matches.set(print, row)
    free.delete(row)
  }
  for (const print of derived)
    match(
      print,
      [...free].find((row) => row.first_seen_at === print.firstSeenAt.getTime()),
    )
  for (const print of derived) if (!matches.has(print)) match(print, findNearest([...free], print))
  return matches
}

function findNearest(rows: readonly PrintRow[], print: DerivedPrint): PrintRow | undefined {
  const overlapMs = (row: PrintRow) =>
    Math.min(row.last_seen_at, print.lastSeenAt.getTime()) -
    Math.max(row.first_seen_at, print.firstSeenAt.getTime())
  return rows.filter((row) => overlapMs(row) >= 0).sort((a, b) => overlapMs(b) - overlapMs(a))[0]
}

async function insertPrints(
  db: Kysely<Tables>,
  printerId: number,
  prints: readonly DerivedPrint[],
  facts: readonly StoredFact[],
  publishing: Publishing | null,
): Promise<void> {
  if (prints.length === 0) return
  const { last_print_number: last } = await db
    .updateTable('printers')
    .set((eb) => ({ last_print_number: eb('last_print_number', '+', prints.length) }))
    .where('id', '=', printerId)
    .returning('last_print_number')
    .executeTakeFirstOrThrow()
  const rows = prints.map((print, index) => ({
    printer_id: printerId,
    number: last - prints.length + 1 + index,
    published_at: getPublishedAt(print, null, publishing),
    is_hidden: toFlag(isHidden(facts, print)),
    ...fromDerived(print),
  }))
  for (let start = 0; start < rows.length; start += maxParameters)
    await db
      .insertInto('prints')
      .values(rows.slice(start, start + maxParameters))
      .execute()
}
