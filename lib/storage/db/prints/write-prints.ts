import type { Kysely } from 'kysely'
import type { DerivedPrint } from '#lib/printers/prints/types.ts'
import { chunkLength } from '../orphans.ts'
import type { Tables } from '../schema.ts'
import { fromDerived, type PrintRow } from './print-rows.ts'

/** Who comes into the feeds by itself: what has ended `since` then, as of now (`at`). */
export interface Publishing {
  since: Date
  at: Date
}

/**
 * Makes the kept prints those that were found. A print that was known keeps its number, whatever has been learned of its bounds; one that
 * turned out to be none, or a part of another, goes.
 * @param publishing `null`: whatever is new is a draft
 * @param untouched stays as it is where it isn't among the found
 */
export async function writePrints(
  db: Kysely<Tables>,
  printerId: number,
  rows: readonly PrintRow[],
  found: readonly DerivedPrint[],
  untouched: PrintRow | undefined,
  publishing: Publishing | null,
): Promise<void> {
  const matches = matchRows(rows, found)
  const matched = new Set(matches.values())
  const gone = rows.filter((row) => !matched.has(row) && row !== untouched)
  if (gone.length > 0)
    await db
      .deleteFrom('prints')
      .where(
        'id',
        'in',
        gone.map((row) => row.id),
      )
      .execute()
  for (const [print, row] of matches)
    await db
      .updateTable('prints')
      .set({
        ...fromDerived(print),
        published_at: row.published_at ?? publish(print, row, publishing),
      })
      .where('id', '=', row.id)
      .execute()
  await insertPrints(
    db,
    printerId,
    found.filter((print) => !matches.has(print)),
    publishing,
  )
}

/** When a print that is a draft comes into the feeds by itself; `null`: not now. */
function publish(
  { ended }: DerivedPrint,
  row: PrintRow | null,
  publishing: Publishing | null,
): number | null {
  if (publishing === null || ended === null || row?.is_withheld === 1) return null
  return ended.notAfter >= publishing.since ? publishing.at.getTime() : null
}

/** The row of each print: the one that begins where it does, else the one that it shares most of its time with. */
function matchRows(
  rows: readonly PrintRow[],
  found: readonly DerivedPrint[],
): Map<DerivedPrint, PrintRow> {
  const free = new Set(rows)
  const matches = new Map<DerivedPrint, PrintRow>()
  const match = (print: DerivedPrint, row: PrintRow | undefined) => {
    if (row === undefined) return
    matches.set(print, row)
    free.delete(row)
  }
  for (const print of found)
    match(
      print,
      [...free].find((row) => row.first_seen_at === print.firstSeenAt.getTime()),
    )
  for (const print of found) if (!matches.has(print)) match(print, findNearest([...free], print))
  return matches
}

function findNearest(rows: readonly PrintRow[], print: DerivedPrint): PrintRow | undefined {
  const sharedMs = (row: PrintRow) =>
    Math.min(row.last_seen_at, print.lastSeenAt.getTime()) -
    Math.max(row.first_seen_at, print.firstSeenAt.getTime())
  return rows.filter((row) => sharedMs(row) >= 0).sort((a, b) => sharedMs(b) - sharedMs(a))[0]
}

async function insertPrints(
  db: Kysely<Tables>,
  printerId: number,
  prints: readonly DerivedPrint[],
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
    published_at: publish(print, null, publishing),
    ...fromDerived(print),
  }))
  for (let start = 0; start < rows.length; start += chunkLength)
    await db
      .insertInto('prints')
      .values(rows.slice(start, start + chunkLength))
      .execute()
}
