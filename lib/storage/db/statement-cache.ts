import type { Database, Statement } from 'better-sqlite3'

/** More than the site has; lists of ids have a text for each length. */
const maxStatements = 200

/**
 * The driver, with each statement compiled once: a page of the archive asks a dozen, and compiling them takes nearly as long as
 * their answers. SQLite compiles one anew by itself where the tables have changed.
 */
export function cacheStatements(database: Database): Pick<Database, 'close'> & {
  prepare(sql: string): Statement
} {
  const kept = new Map<string, Statement>()
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = kept.get(sql) ?? database.prepare(sql)
      // The last used is the last to go.
      kept.delete(sql)
      kept.set(sql, statement)
      const [oldest] = kept.keys()
      if (kept.size > maxStatements && oldest !== undefined) kept.delete(oldest)
      return statement
    },
  }
}
