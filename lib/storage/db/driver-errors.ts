import { DomainError } from '#lib/core/errors.ts'

const retryAfterSeconds = 5

const fullCodes = /^(SQLITE_FULL|ENOSPC|EDQUOT|53100)/

/**
 * Temporary errors, and those that an operator can fix: locked, unreachable, read-only, damaged, too many connections, statement
 * timeout, deadlock. SQLite's extended codes start with the primary code; Postgres's are SQLSTATE classes.
 */
const unavailableCodes = new RegExp(
  [
    '^SQLITE_(BUSY|LOCKED|CANTOPEN|IOERR|READONLY|PROTOCOL|CORRUPT|NOTADB|PERM|AUTH)',
    '^(ENOENT|ENOTDIR|EACCES|EPERM|EROFS|EIO|EMFILE|ENFILE|ENODEV|ESTALE|ETIMEDOUT)$',
    '^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$',
    '^(08|28|3D|53|57|58|XX)[0-9A-Z]{3}$',
    '^(25006|40001|40P01|55P03)$',
  ].join('|'),
)

/** Errors of the pool have no code. */
const unavailableMessages =
  /connection terminated|timeout exceeded when trying to connect|timeout expired|query read timeout|not queryable|connection ended/i

function getCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** The DomainError for an error of the database or its driver; other errors are returned unchanged. */
export function mapDriverError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error
  // If all addresses of a host fail, Node throws one error that contains all of them.
  const cause = error instanceof AggregateError ? (error.errors[0] as unknown) : error
  const code = cause instanceof Error ? getCode(cause) : ''
  if (fullCodes.test(code))
    return new DomainError(
      'insufficient-storage',
      'The disk of the database is full. Nothing was stored. Free some space and send it again.',
      { cause: error },
    )
  if (unavailableCodes.test(code) || unavailableMessages.test(error.message))
    return new DomainError(
      'storage-unavailable',
      'The database is unreachable or locked. Nothing was changed. Try again in a few seconds.',
      { cause: error, retryAfterSeconds },
    )
  return error
}

export async function mapDriverErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw mapDriverError(error)
  }
}
