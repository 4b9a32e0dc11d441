/*
 * The thread that writes, started by `sqlite-writer.ts`: it runs one statement after the other on a connection of its own. A slow disk
 * stops this thread and not the one that responds. JavaScript, because Node would load its TypeScript compiler for the thread: 18 MB.
 */
import { parentPort, workerData } from 'node:worker_threads'
import BetterSqlite from 'better-sqlite3'
import { cacheStatements, setPragmas } from './sqlite-connection.js'

/** @import { Statement, StatementResult } from './sqlite-writer.ts' */

// Doesn't wait for a lock: the caller asks again.
const connection = new BetterSqlite(workerData, { timeout: 0 })
setPragmas(connection)
const { prepare } = cacheStatements(connection)

/**
 * @param {Statement} statement
 * @returns {StatementResult}
 */
function run({ sql, parameters }) {
  try {
    const statement = prepare(sql)
    if (statement.reader) return { rows: statement.all(parameters), changes: 0 }
    return { rows: [], changes: statement.run(parameters).changes }
  } catch (error) {
    const { message, code } = /** @type {Error & { code?: unknown }} */ (error) // better-sqlite3 throws errors
    return { error: { message, code } }
  }
}

parentPort?.on('message', (/** @type {Statement | null} */ statement) => {
  if (statement !== null) return parentPort?.postMessage(run(statement))
  // The last connection to close moves the log into the database, which takes as long as the disk does.
  connection.close()
  parentPort?.close()
})
