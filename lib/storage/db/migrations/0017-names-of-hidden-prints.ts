import { sql } from 'kysely'
import type { Migration } from '../database.ts'

/** Whether a job's name is that of a hidden print is asked for each reading that is shown. */
export const namesOfHiddenPrints: Migration = {
  name: 'names of hidden prints',
  async up(db) {
    await db.schema
      .createIndex('prints_hidden')
      .on('prints')
      .columns(['printer_id', 'job_name'])
      .where(sql<boolean>`is_hidden = 1`)
      .execute()
  },
}
