import { type Kysely, sql } from 'kysely'
import { DomainError } from '#lib/core/errors.ts'
import type { Tables } from './schema.ts'

/**
 * Counts one change of a printer, whatever of it has changed.
 * @throws DomainError `printer-not-found`
 */
export async function bumpRevision(db: Kysely<Tables>, printerId: number): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('printers')
    .set({ revision: sql`revision + 1` })
    .where('id', '=', printerId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw noSuchPrinter(printerId)
}

export function noSuchPrinter(printerId: number): DomainError {
  return new DomainError('printer-not-found', `There is no printer ${printerId}.`)
}
