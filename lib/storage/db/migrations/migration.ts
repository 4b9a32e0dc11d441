import { type ColumnDefinitionBuilder, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../database.ts'
import type { Tables } from '../schema.ts'

/** The few words in which the two databases differ when a table is made. */
export interface ColumnTypes {
  /** 64 bits. */
  integer: 'integer' | 'bigint'
  /** 64 bits. */
  real: 'real' | 'double precision'
  /** A primary key that the database counts up and never gives out twice. */
  id(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder
  /** Refuse values of another type than the column's; Postgres always does. */
  strict: RawBuilder<unknown>
}

/** Forward only: a migration that has been released is never changed, the next one mends it. */
export interface Migration {
  name: string
  up(db: Kysely<Tables>, words: ColumnTypes): Promise<void>
}

export const columnTypesOf = {
  sqlite: {
    integer: 'integer',
    real: 'real',
    id: (column) => column.primaryKey().autoIncrement(),
    strict: sql`strict`,
  },
  postgres: {
    integer: 'bigint',
    real: 'double precision',
    id: (column) => column.primaryKey().generatedByDefaultAsIdentity(),
    strict: sql``,
  },
} as const satisfies Record<Dialect, ColumnTypes>
