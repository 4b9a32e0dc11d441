import { DomainError } from '#lib/core/errors.ts'

/** Full disk, exceeded quota, or the process's file size limit. */
const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** Temporary, or fixable by an operator: read-only, broken, no permission, out of handles. */
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

/** Runs file operations, and maps the disk's errors to DomainErrors. */
export async function withDiskErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (fullCodes.has(code))
      throw new DomainError(
        'insufficient-storage',
        'The disk of the pictures is full. Nothing was stored. Free some space and send it again.',
        { cause: error },
      )
    if (unavailableCodes.has(code))
      throw new DomainError(
        'storage-unavailable',
        'The disk of the pictures is unavailable. Nothing was changed. Try again in a few seconds.',
        { cause: error, retryAfterSeconds: 5 },
      )
    throw error
  }
}
