import { DomainError } from '#lib/core/errors.ts'

const retryAfterSeconds = 5

const fullCodes = /^(SQLITE_FULL|ENOSPC|EDQUOT|53100)/

/**
 * Everything that can pass, or that an operator can mend, without a change of ours: locked, unreachable, read-only, damaged, too many
 * connections, statement timeout, deadlock. SQLite's extended codes begin with their family; Postgres's are SQLSTATE classes.
 */
const unavailableCodes = new RegExp(
  [
    '^SQLITE_(BUSY|LOCKED|CANTOPEN|IOERR|READONLY|PROTOCOL|CORRUPT|NOTADB|PERM|AUTH)',
    '^(EACCES|EPERM|EROFS|EIO|EMFILE|ENFILE|ENODEV|ESTALE|ETIMEDOUT)$',
    '^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$',
    '^(08|28|3D|53|57|58|XX)[0-9A-Z]{3}$',
    '^(25006|40001|40P01|55P03)$',
  ].join('|'),
)

/** The pool's own refusals carry no code. */
const unavailableMessages =
  /connection terminated|timeout exceeded when trying to connect|timeout expired|query read timeout|not queryable|connection ended/i

function getCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** The fault that callers are told; what isn't the database's doing comes back as it is. */
export function mapDriverError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error
  // Both addresses of a host refused: node tells it as one error that holds two.
  const cause = error instanceof AggregateError ? (error.errors[0] as unknown) : error
  const code = cause instanceof Error ? getCode(cause) : ''
  if (fullCodes.test(code))
    return new DomainError(
      'insufficient-storage',
      'The disk that holds the database is full. Nothing was kept; free some space and send again.',
      { cause: error },
    )
  if (unavailableCodes.test(code) || unavailableMessages.test(error.message))
    return new DomainError(
      'storage-unavailable',
      'The database can’t be reached or stays locked. Nothing was changed; try again in a few seconds.',
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
