/** @import BetterSqlite from 'better-sqlite3' */

// JavaScript, because the writer's thread imports it: see `sqlite-writer-thread.js`.

/** @param {BetterSqlite.Database} database */
export function setPragmas(database) {
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  // Shrinks the log again after a purge or a long read has made it grow.
  database.pragma('journal_size_limit = 16000000')
  // The driver's default is 16 MB for each connection, which a long history fills. The system has the same pages in its own cache.
  database.pragma('cache_size = -4000')
}

/** More than the site uses; lists of ids have one statement for each length. */
const maxStatements = 200

/**
 * Compiles each statement once: a page of the archive runs a dozen, and compiling takes nearly as long as running them. SQLite
 * recompiles a statement by itself after a change of the tables.
 * @param {BetterSqlite.Database} database
 */
export function cacheStatements(database) {
  /** @type {Map<string, BetterSqlite.Statement>} */
  const statements = new Map()
  return {
    close: () => database.close(),
    /** @param {string} sql */
    prepare(sql) {
      const statement = statements.get(sql) ?? database.prepare(sql)
      // Least recently used first.
      statements.delete(sql)
      statements.set(sql, statement)
      const [oldest] = statements.keys()
      if (statements.size > maxStatements && oldest !== undefined) statements.delete(oldest)
      return statement
    },
  }
}
