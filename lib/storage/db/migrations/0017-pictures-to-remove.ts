import type { Migration } from '../database.ts'

/** Pictures whose rows are deleted and whose bytes may still be there, should a crash come between the two. */
export const picturesToRemove: Migration = {
  name: 'pictures to remove',
  async up(db, { strict }) {
    await db.schema
      .createTable('pictures_to_remove')
      .addColumn('sha256', 'text', (column) => column.primaryKey())
      .modifyEnd(strict)
      .execute()
  },
}
