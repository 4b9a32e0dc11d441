import type { Kysely } from 'kysely'
import type { Tables } from './schema.ts'

export type Dialect = 'sqlite' | 'postgres'

/** An open database of either kind. Whatever its driver throws leaves here translated (`driver-errors.ts`). */
export interface Database {
  dialect: Dialect
  read<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>
  /** One transaction, all or nothing; on disk (fsync) when resolved. */
  write<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>
  close(): Promise<void>
}
