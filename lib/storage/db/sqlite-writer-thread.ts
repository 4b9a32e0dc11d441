/*
 * The thread that writes, started by `sqlite-writer.ts`: it runs one statement after the other on a connection of its own. A slow disk
 * stops this thread and not the one that responds.
 */
import { parentPort, workerData } from 'node:worker_threads'
import BetterSqlite from 'better-sqlite3'
import { cacheStatements, setPragmas } from './sqlite-connection.ts'

export interface Statement {
  sql: string
  parameters: readonly unknown[]
}

/** Errors as plain objects: a copied error loses its code. */
export type StatementResult =
  | { rows: unknown[]; changes: number }
  | { error: { message: string; code: unknown } }

// Doesn't wait for a lock: the caller asks again.
const connection = new BetterSqlite(workerData, { timeout: 0 })
setPragmas(connection)
const { prepare } = cacheStatements(connection)

function run({ sql, parameters }: Statement): StatementResult {
  try {
    const statement = prepare(sql)
    if (statement.reader) return { rows: statement.all(parameters), changes: 0 }
    return { rows: [], changes: statement.run(parameters).changes }
  } catch (error) {
    const { message, code } = error as Error & { code?: unknown } // better-sqlite3 throws errors
    return { error: { message, code } }
  }
}

parentPort?.on('message', (statement: Statement | null) => {
  if (statement !== null) return parentPort?.postMessage(run(statement))
  // The last connection to close moves the log into the database, which takes as long as the disk does.
  connection.close()
  parentPort?.close()
})
