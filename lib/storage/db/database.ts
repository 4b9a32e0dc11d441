import { type ColumnDefinitionBuilder, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from './schema.ts'

/** An open database of either kind. It throws driver errors mapped by `driver-errors.ts`. */
export interface Database {
  dialect: Dialect
  read<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>
  /** One transaction, all or nothing; on disk (fsync) when resolved. */
  write<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Where SQLite and Postgres differ. */
export interface Dialect {
  name: 'sqlite' | 'postgres'
  columns: ColumnTypes
  /** SQLite has a single writer, so a write transaction needs no row locks and no advisory locks. */
  hasRowLocks: boolean
}

export interface ColumnTypes {
  /** 64 bits. */
  integer: 'integer' | 'bigint'
  /** 64 bits. */
  real: 'real' | 'double precision'
  /** An auto-incremented primary key whose values are never reused. */
  id(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder
  /** Makes SQLite reject values of another type than the column's; Postgres always does. */
  strict: RawBuilder<unknown>
}

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  columns: {
    integer: 'integer',
    real: 'real',
    id: (column) => column.primaryKey().autoIncrement(),
    strict: sql`strict`,
  },
  hasRowLocks: false,
}

export const postgresDialect: Dialect = {
  name: 'postgres',
  columns: {
    integer: 'bigint',
    real: 'double precision',
    id: (column) => column.primaryKey().generatedByDefaultAsIdentity(),
    strict: sql``,
  },
  hasRowLocks: true,
}

/** Forward only: a released migration is never changed; a later one corrects it. */
export interface Migration {
  name: string
  up(db: Kysely<Tables>, types: ColumnTypes): Promise<void>
}

/** Below both databases' limit of parameters in one statement. */
export const maxParameters = 500
