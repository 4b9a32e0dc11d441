import { DomainError } from '#lib/core/errors.ts'
import { singleton } from '#lib/core/singleton.ts'

const windowMs = 15 * 60 * 1000
const maxKeys = 20_000

/** How many attempts may fail within 15 minutes. */
export interface AttemptLimit {
  /** What is counted, such as an address. */
  key: string
  max: number
  /** Where the attempts came from, in the error's sentence. Default: `from this address`. */
  from?: string
  /** What was attempted, and what to do, in the error's sentence. Default: wrong credentials. */
  what?: string
  advice?: string
}

function getFailures(): Map<string, number[]> {
  return singleton('failed-attempts', () => new Map<string, number[]>())
}

function listRecent(key: string, nowMs: number): number[] {
  return (getFailures().get(key) ?? []).filter((at) => nowMs - at < windowMs)
}

/**
 * Rejects what failed too often within 15 minutes.
 * @throws DomainError `too-many-requests`
 */
export function checkAttempts(
  { key, max, from, what, advice }: AttemptLimit,
  nowMs = Date.now(),
): void {
  const oldest = listRecent(key, nowMs).at(-max)
  if (oldest === undefined) return
  const retryAfterSeconds = Math.ceil((oldest + windowMs - nowMs) / 1000)
  throw new DomainError(
    'too-many-requests',
    `${max} ${what ?? 'attempts with wrong credentials'} came ${from ?? 'from this address'} within 15 minutes. ${advice ?? 'Correct them and try again later.'}`,
    { retryAfterSeconds },
  )
}

/**
 * Counts an attempt as failed from its start, so that parallel attempts can't pass the limit while they are verified.
 * @returns takes the attempt back once it succeeded
 * @throws DomainError `too-many-requests`
 */
export function beginAttempt(limits: readonly AttemptLimit[], nowMs = Date.now()): () => void {
  for (const limit of limits) checkAttempts(limit, nowMs)
  const failures = getFailures()
  for (const { key } of limits) {
    const recent = [...listRecent(key, nowMs), nowMs]
    failures.delete(key)
    // Evicts the oldest: a botnet must not grow this map without limit.
    if (failures.size >= maxKeys) failures.delete(failures.keys().next().value ?? '')
    failures.set(key, recent)
  }
  return () => {
    for (const { key } of limits) {
      const attempts = failures.get(key) ?? []
      const index = attempts.indexOf(nowMs)
      if (index >= 0) failures.set(key, attempts.toSpliced(index, 1))
    }
  }
}
