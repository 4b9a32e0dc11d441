import { Kysely, PostgresDialect, sql } from 'kysely'
import type { PoolConfig } from 'pg'
import { type Database, postgresDialect } from './database.ts'
import { mapDriverErrors } from './driver-errors.ts'
import { migrate } from './migrate.ts'
import type { Tables } from './schema.ts'
import { createTimeoutPool } from './timeout-pool.ts'

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database` */
  url: string
  connectTimeoutMs?: number
  statementTimeoutMs?: number
  maxConnections?: number
}

/** Any number that other applications in the same database don't use for their locks. */
const migrationLock = 7_065_112_601

/** How long a process waits while another one migrates. */
const migrationTimeoutMs = 120_000

/**
 * Connects to Postgres and migrates the tables. Any number of processes may do so at the same time.
 * @throws DomainError `storage-unavailable`; Error if the tables are newer than this version
 */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const { connectTimeoutMs = 5000, statementTimeoutMs = 5000 } = options
  const settings = {
    connectionString: options.url,
    connectionTimeoutMillis: connectTimeoutMs,
    idle_in_transaction_session_timeout: 10_000,
    application_name: 'paparazza',
  } satisfies PoolConfig
  return await mapDriverErrors(async () => {
    await migrateUnderLock(settings)
    const db = connect({
      ...settings,
      max: options.maxConnections ?? 10,
      statement_timeout: statementTimeoutMs,
      // The server's own timeout can't fire while the server hangs.
      query_timeout: statementTimeoutMs + 500,
    })
    return {
      dialect: postgresDialect,
      read: (work) => mapDriverErrors(() => work(db)),
      write: (work) => mapDriverErrors(() => db.transaction().execute(work)),
      close: () => db.destroy(),
    }
  })
}

function connect(settings: PoolConfig): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: createTimeoutPool(settings) }),
  })
}

/** On a connection of its own: another process may hold the lock for longer than the statement timeout. */
async function migrateUnderLock(settings: PoolConfig): Promise<void> {
  const db = connect({ ...settings, max: 1, query_timeout: migrationTimeoutMs })
  try {
    await db.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(transaction)
      await migrate(transaction, postgresDialect.columns)
    })
  } finally {
    await db.destroy()
  }
}
