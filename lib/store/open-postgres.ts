import { Kysely, PostgresDialect, sql } from 'kysely'
import { Pool, type PoolConfig, types } from 'pg'
import type { Database } from './database.ts'
import { translating } from './driver-errors.ts'
import { migrate } from './migrate.ts'
import type { Tables } from './schema.ts'

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database` */
  url: string
  /** Milliseconds; also what a server that accepts and then says nothing may cost a caller. */
  connectTimeoutMs?: number
  statementTimeoutMs?: number
  maxConnections?: number
}

/** Any number that no other user of the same database takes for its own lock. */
const migrationLock = 7_065_112_601

/** How long a process waits while another one migrates. */
const migrationTimeoutMs = 120_000

/**
 * Opens a Postgres, migrated. Safe with any number of processes.
 * @throws DomainError `storage-unavailable`; Error where the tables are newer than this version
 */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const { connectTimeoutMs = 5000, statementTimeoutMs = 5000 } = options
  const settings = {
    connectionString: options.url,
    connectionTimeoutMillis: connectTimeoutMs,
    idle_in_transaction_session_timeout: 10_000,
    application_name: 'paparazza',
    types: { getTypeParser },
  } satisfies PoolConfig
  return await translating(async () => {
    await migrateUnderLock(settings)
    const pool = createPool({
      ...settings,
      max: options.maxConnections ?? 10,
      statement_timeout: statementTimeoutMs,
      // The server's timeout can't fire where the server itself stands still.
      query_timeout: statementTimeoutMs + 500,
      keepAlive: true,
    })
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
    return {
      dialect: 'postgres',
      read: (work) => translating(() => work(db)),
      write: (work) => translating(() => db.transaction().execute(work)),
      close: () => db.destroy(),
    }
  })
}

/** 64-bit integers are ids and times, all below 2^53; the driver would hand them out as text. */
const getTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format as 'text')

function createPool(settings: PoolConfig): Pool {
  const pool = new Pool(settings)
  // Without these the process ends when an idle or a borrowed connection breaks; the next query tells the fault.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** On a pool of its own: another process may be at it for longer than a statement may take. */
async function migrateUnderLock(settings: PoolConfig): Promise<void> {
  const pool = createPool({ ...settings, max: 1, query_timeout: migrationTimeoutMs })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    await db.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(transaction)
      await migrate(transaction, 'postgres')
    })
  } finally {
    await db.destroy()
  }
}
