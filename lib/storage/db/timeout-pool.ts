import type { PostgresPool } from 'kysely'
import { Pool, type PoolClient, type PoolConfig, types } from 'pg'

/**
 * A pool that closes a connection after a query timeout. The driver's own timeout only stops waiting: the client returns to the pool
 * with its query pending and, on a half-open connection (no RST), hangs for about 15 minutes.
 */
export function createTimeoutPool(settings: PoolConfig): PostgresPool {
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
        query: createQuery(client),
        release: (destroy?: boolean) => client.release(destroy),
      }
    },
  }
}

type Query = Awaited<ReturnType<PostgresPool['connect']>>['query']

function createQuery(client: PoolClient): Query {
  const query = async (text: string, parameters: readonly unknown[]) => {
    try {
      return await client.query(text, [...parameters])
    } catch (error) {
      // With a query pending, `end` closes the socket at once, and the pool removes the client.
      if (error instanceof Error && error.message === 'Query read timeout')
        void (client as ClosablePoolClient).end()
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
