import { type Kysely, sql } from 'kysely'
import type { Migration } from '../database.ts'
import { recountTotals } from '../recount-totals.ts'
import type { Tables } from '../schema.ts'

/** Totals of the snapshots, counted here once. From then on triggers keep them, whoever writes. */
export const totals: Migration = {
  name: 'totals',
  async up(db, types) {
    for (const name of ['picture_count', 'picture_bytes'])
      await db.schema
        .alterTable('printers')
        .addColumn(name, types.integer, (column) => column.notNull().defaultTo(0))
        .execute()
    for (const name of ['prints_stale_from', 'prints_stale_to'])
      await db.schema.alterTable('printers').addColumn(name, types.integer).execute()
    await recountTotals(db)
    if (types.integer === 'integer') await createSqliteTriggers(db)
    else {
      await createPostgresTrigger(db, 'insert', '+')
      await createPostgresTrigger(db, 'delete', '-')
    }
    // A feed has the newest published prints, which may be few among thousands of drafts.
    await db.schema
      .createIndex('prints_published')
      .on('prints')
      .columns(['printer_id', 'first_seen_at', 'number'])
      .where(sql<boolean>`published_at is not null`)
      .execute()
  },
}

type Event = 'insert' | 'delete'

/** Dropped with the table. */
export async function createSqliteTriggers(db: Kysely<Tables>): Promise<void> {
  await createSqliteTrigger(db, 'insert', '+')
  await createSqliteTrigger(db, 'delete', '-')
}

async function createSqliteTrigger(db: Kysely<Tables>, event: Event, sign: string): Promise<void> {
  const row = event === 'insert' ? 'new' : 'old'
  await sql
    .raw(`create trigger snapshots_${event} after ${event} on snapshots begin
      update printers set picture_count = picture_count ${sign} 1, picture_bytes = picture_bytes ${sign} ${row}.bytes
      where id = ${row}.printer_id;
    end`)
    .execute(db)
}

/** Once per statement, since each update of a row leaves an old version of it behind. */
async function createPostgresTrigger(
  db: Kysely<Tables>,
  event: Event,
  sign: string,
): Promise<void> {
  const name = `snapshots_${event}`
  const table = event === 'insert' ? 'new' : 'old'
  await sql
    .raw(`create function count_${name}() returns trigger language plpgsql as $$ begin
      update printers set picture_count = picture_count ${sign} counted.pictures, picture_bytes = picture_bytes ${sign} counted.bytes
      from (select printer_id, count(*) as pictures, sum(bytes) as bytes from changed group by printer_id) as counted
      where printers.id = counted.printer_id;
      return null;
    end $$`)
    .execute(db)
  await sql
    .raw(`create trigger ${name} after ${event} on snapshots referencing ${table} table as changed
      for each statement execute function count_${name}()`)
    .execute(db)
}
