import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type CompiledQuery,
  type DatabaseConnection,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { DomainError } from '#lib/core/errors.ts'
import type { Tables } from './schema.ts'

export interface Statement {
  sql: string
  parameters: readonly unknown[]
}

/** Errors as plain objects: a copied error loses its code. */
export type StatementResult =
  | { rows: unknown[]; changes: number }
  | { error: { message: string; code: unknown } }

export interface SqliteWriter {
  /** One connection; what asks for it waits for its turn. */
  db: Kysely<Tables>
  /** Starts the thread ahead of the first statement. */
  start(): void
  /** Closes the connection after the statements that are running. */
  close(): Promise<void>
}

/**
 * Writes to a SQLite database in a thread of its own, where it may wait for the disk. The thread starts with the first statement. If
 * it ends, the transaction it was in fails, and the next one starts another.
 */
export function createSqliteWriter(file: string): SqliteWriter {
  let current: WriterThread | null = null
  const start = () => {
    current ??= startThread(file, () => {
      current = null
    })
    return current
  }
  const driver = Object.assign(new DummyDriver(), {
    async acquireConnection(): Promise<DatabaseConnection> {
      let thread: WriterThread | null = null
      return {
        executeQuery(query) {
          thread ??= start()
          return thread.executeQuery(query)
        },
        streamQuery() {
          throw new Error('A transaction reads all rows of a statement at once.')
        },
      }
    },
  })
  const db = new Kysely<Tables>({
    dialect: {
      createDriver: () => driver,
      createAdapter: () => new SqliteAdapter(),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    },
  })
  return { db, start, close: async () => await current?.close() }
}

// Not imported: the build would look for the thread's file and bundle it.
const { Worker } = process.getBuiltinModule('node:worker_threads')
const threadFile = join(fileURLToPath(import.meta.url), '../sqlite-writer-thread.js')

type WriterThread = Pick<DatabaseConnection, 'executeQuery'> & { close(): Promise<void> }

function startThread(file: string, onExit: () => void): WriterThread {
  const worker = new Worker(threadFile, {
    workerData: file,
    // Not the site's environment: it contains credentials and NODE_OPTIONS.
    env: {},
    execArgv: [],
    // Its rows don't live long; by default they may take 48 MB.
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  })
  // The thread responds in the order of the statements.
  const pending: PromiseWithResolvers<StatementResult>[] = []
  let failure: DomainError | null = null
  let cause: unknown
  const exited = Promise.withResolvers<void>()
  worker.on('message', (result) => pending.shift()?.resolve(result))
  worker.on('error', (error) => {
    cause = error
  })
  worker.on('exit', () => {
    failure = new DomainError(
      'storage-unavailable',
      'The thread that writes to the database ended. Nothing was acknowledged. Try again in a few seconds.',
      { cause, retryAfterSeconds: 5 },
    )
    for (const { reject } of pending.splice(0)) reject(failure)
    onExit()
    exited.resolve()
  })
  // Idle, it doesn't keep the process alive.
  worker.unref()

  async function run(statement: Statement): Promise<StatementResult> {
    // A transaction must not go on in the next thread.
    if (failure) throw failure
    const response = Promise.withResolvers<StatementResult>()
    pending.push(response)
    worker.ref()
    worker.postMessage(statement)
    try {
      return await response.promise
    } finally {
      if (pending.length === 0) worker.unref()
    }
  }

  return {
    async executeQuery<R>({ sql, parameters }: CompiledQuery) {
      const result = await run({ sql, parameters })
      if ('error' in result)
        throw Object.assign(new Error(result.error.message), { code: result.error.code })
      // Rows of the type that the statement was built for, as in Kysely's own drivers.
      return { rows: result.rows as R[], numAffectedRows: BigInt(result.changes) }
    },
    async close() {
      if (failure) return
      worker.ref()
      worker.postMessage(null)
      await exited.promise
    },
  }
}
