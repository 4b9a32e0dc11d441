import { type Kysely, sql } from 'kysely'
import type { PublicNote } from '#lib/web-mentions/send/ports.ts'
import { addFormerWords } from '../prints/former.ts'
import { findPrint, type PrintRow } from '../prints/print-rows.ts'
import type { Tables } from '../schema.ts'

/** What the owner says of prints, as their pages show it. The note of one that was joined with another is on that one's page. */
export async function listNotes(db: Kysely<Tables>): Promise<PublicNote[]> {
  const rows = await db
    .selectFrom('prints')
    .selectAll()
    // As in the index `prints_notes`.
    .where(sql<boolean>`note_html is not null`)
    .orderBy('printer_id')
    .orderBy('number')
    .execute()
  const notes = new Map<string, PublicNote>()
  for (const row of rows) {
    const print = row.is_former === 1 ? await findWithWords(db, row) : row
    if (print === undefined || print.is_hidden === 1 || print.published_at === null) continue
    const { printer_id: printerId, number, name, note_html: html } = print
    if (html !== null) notes.set(`${printerId}/${number}`, { printerId, number, name, html })
  }
  return [...notes.values()]
}

async function findWithWords(db: Kysely<Tables>, former: PrintRow): Promise<PrintRow | undefined> {
  const print = await findPrint(db, former.printer_id, former.number)
  return print && (await addFormerWords(db, former.printer_id, [print]))[0]
}
