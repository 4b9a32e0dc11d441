import { DomainError } from '#lib/core/errors.ts'

/** No room on the disk, in the quota, or below the process's own limit of a file's size. */
const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** What an operator can mend, or what passes: read-only, broken, not ours to read, out of handles. */
const unavailableCodes = new Set([
  'EROFS',
  'EIO',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'ENODEV',
  'ENXIO',
  'ESTALE',
  'ETIMEDOUT',
  'ENOTCONN',
])

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** Runs file operations; what the disk refuses is told as a fault that callers know. */
export async function withDiskErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (fullCodes.has(code))
      throw new DomainError(
        'insufficient-storage',
        'The disk that holds the pictures is full. Nothing was kept; free some space and send again.',
        { cause: error },
      )
    if (unavailableCodes.has(code))
      throw new DomainError(
        'storage-unavailable',
        'The disk that holds the pictures can’t be used at the moment. Nothing was changed; try again in a few seconds.',
        { cause: error, retryAfterSeconds: 5 },
      )
    throw error
  }
}
