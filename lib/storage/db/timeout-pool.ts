import type { PostgresPool } from 'kysely'
import { Pool, type PoolClient, type PoolConfig, types } from 'pg'

/**
 * A pool that gives up a connection whose server has gone silent. The driver's own timeout only stops waiting: the connection
 * would go back to the pool with its question still open, and after a lost network (no RST) stay there deaf for a quarter of an hour.
 */
export function createTimeoutPool(settings: PoolConfig): PostgresPool {
  const pool = new Pool({ ...settings, types: { getTypeParser } })
  // Without these the process ends when an idle or a borrowed connection breaks; the next query tells the fault.
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
      // Ended with a question open, a client closes its socket at once, and the pool drops it.
      if (error instanceof Error && error.message === 'Query read timeout')
        void (client as ClosablePoolClient).end()
      throw error
    }
  }
  // Kysely's other overload is for cursors, which nobody here asks for.
  return query as unknown as Query
}

/** The pool's clients are ordinary ones; their type hides `end`, since the pool does it for whoever behaves. */
type ClosablePoolClient = PoolClient & { end(): Promise<void> }

/** 64-bit integers are ids and times, all below 2^53; the driver would hand them out as text. */
const getTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format as 'text')
