import { createRequire } from 'node:module'
import { Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely'
import type { PoolClient, PoolConfig } from 'pg'
import { type Database, postgresDialect } from './database.ts'
import { mapDriverErrors } from './driver-errors.ts'
import { assertMigrated, migrate } from './migrate.ts'
import type { Tables } from './schema.ts'
import { createSilenceGuard } from './silence-guard.ts'

// An ES module from outside the bundle is asynchronous there, and its support makes the script of every page 0.4 kB larger.
const { Pool, types } = createRequire(import.meta.url)('pg') as typeof import('pg')

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database` */
  url: string
  connectTimeoutMs?: number
  statementTimeoutMs?: number
  maxConnections?: number
  /** See `createSilenceGuard`. Only for a process that queries all the time; default: the timeouts alone. */
  maxSilenceMs?: number
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
    const guard = createSilenceGuard(options.maxSilenceMs ?? Number.POSITIVE_INFINITY)
    const poolSettings = {
      ...settings,
      max: options.maxConnections ?? 10,
      statement_timeout: statementTimeoutMs,
      // The server's own timeout can't fire while the server hangs.
      query_timeout: statementTimeoutMs + 500,
    }
    const db = connect(poolSettings, guard.onResponse)
    return {
      dialect: postgresDialect,
      read: (work) => mapDriverErrors(() => guard.run(() => work(db))),
      write: (work) => mapDriverErrors(() => guard.run(() => db.transaction().execute(work))),
      close: () => {
        guard.stop()
        return db.destroy()
      },
    }
  })
}

function connect(settings: PoolConfig, onResponse: () => void = () => undefined): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: createTimeoutPool(settings, onResponse) }),
  })
}

/** On a connection of its own: another process may hold the lock for longer than the statement timeout. */
async function migrateUnderLock(settings: PoolConfig): Promise<void> {
  const db = connect({ ...settings, max: 1, query_timeout: migrationTimeoutMs })
  try {
    const setting = sql<{ value: string }>`select current_setting('transaction_read_only') as value`
    const { rows } = await setting.execute(db)
    if (rows[0]?.value === 'on') return await assertMigrated(db)
    await db.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(transaction)
      await migrate(transaction, postgresDialect.columns)
    })
  } finally {
    await db.destroy()
  }
}

/**
 * A pool that closes a connection after a query timeout. The driver's own timeout only stops waiting: the client returns to the pool
 * with its query pending and, on a half-open connection (no RST), hangs for about 15 minutes.
 */
function createTimeoutPool(settings: PoolConfig, onResponse: () => void): PostgresPool {
  const pool = new Pool({ ...settings, types: { getTypeParser } })
  // Without these handlers the process exits when a connection breaks. The next query reports the error.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect()
      return {
        query: createQuery(client, onResponse),
        release: (destroy?: boolean) => client.release(destroy),
      }
    },
  }
}

type Query = Awaited<ReturnType<PostgresPool['connect']>>['query']

function createQuery(client: PoolClient, onResponse: () => void): Query {
  const query = async (text: string, parameters: readonly unknown[]) => {
    try {
      const result = await client.query(text, [...parameters])
      onResponse()
      return result
    } catch (error) {
      // With a query pending, `end` closes the socket at once, and the pool removes the client.
      if (error instanceof Error && error.message === 'Query read timeout')
        void (client as ClosablePoolClient).end()
      else onResponse()
      throw error
    }
  }
  // Kysely's other overload is for cursors, which are not used here.
  return query as unknown as Query
}

/** The pool's clients have `end`, but their type hides it, since normally the pool calls it. */
type ClosablePoolClient = PoolClient & { end(): Promise<void> }

/** 64-bit integers are ids and times, all below 2^53; the driver returns them as text by default. */
const getTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format as 'text')
