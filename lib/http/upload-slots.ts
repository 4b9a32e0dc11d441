import { DomainError } from '#lib/core/errors.ts'
import { singleton } from '#lib/core/singleton.ts'

const limits = { uploads: 16 } as const

/**
 * Runs `work` if one of the kind's slots is free. More at once would only share the disk and the image process: better to be
 * told when to come again.
 * @throws DomainError `busy`
 */
export async function withUploadSlot<T>(
  kind: keyof typeof limits,
  work: () => Promise<T>,
): Promise<T> {
  const taken = singleton('slots', () => ({ uploads: 0 }))
  if (taken[kind] >= limits[kind])
    throw new DomainError('busy', 'Too many uploads are under way. Try again in a moment.', {
      retryAfterSeconds: 5,
    })
  taken[kind] += 1
  try {
    return await work()
  } finally {
    taken[kind] -= 1
  }
}
