import { type Kysely, sql } from 'kysely'
import { printerNotFound } from '#lib/printers/require-printer.ts'
import type { Tables } from './schema.ts'

/**
 * To be called with every change of a printer or of anything that belongs to it.
 * @throws DomainError `printer-not-found`
 */
export async function incrementRevision(db: Kysely<Tables>, printerId: number): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('printers')
    .set({ revision: sql`revision + 1` })
    .where('id', '=', printerId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw printerNotFound(printerId)
}
