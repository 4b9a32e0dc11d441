import { type Kysely, sql } from 'kysely'
import type { Tables } from './schema.ts'

/** Counts all snapshots: for a database whose triggers are new, and for one that something else has changed. */
export async function recountTotals(db: Kysely<Tables>): Promise<void> {
  await db.updateTable('printers').set({ picture_count: 0, picture_bytes: 0 }).execute()
  // "+ 0" keeps SQLite from reading the table in the order of an index, which takes several times as long.
  await sql`
    update printers set picture_count = counted.pictures, picture_bytes = counted.bytes
    from (
      select printer_id + 0 as printer, count(*) as pictures, sum(bytes) as bytes
      from snapshots group by printer_id + 0
    ) as counted
    where printers.id = counted.printer`.execute(db)
}
