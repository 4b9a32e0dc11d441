import { DomainError } from '#lib/core/errors.ts'
import { singleton } from '#lib/core/singleton.ts'

const windowMs = 15 * 60 * 1000
const maxFailures = 10
const maxAddresses = 10_000

function getFailures(): Map<string, number[]> {
  return singleton('failed-attempts', () => new Map<string, number[]>())
}

function listRecent(address: string, nowMs: number): number[] {
  return (getFailures().get(address) ?? []).filter((at) => nowMs - at < windowMs)
}

/**
 * Rejects an address that failed 10 times in 15 minutes, before one of its passwords is hashed.
 * @throws DomainError `too-many-requests`
 */
export function checkAttempts(address: string, nowMs = Date.now()): void {
  const recent = listRecent(address, nowMs)
  const oldest = recent.at(-maxFailures)
  if (oldest === undefined) return
  const retryAfterSeconds = Math.ceil((oldest + windowMs - nowMs) / 1000)
  throw new DomainError(
    'too-many-requests',
    `${maxFailures} wrong credentials came from this address within 15 minutes. Correct them and try again later.`,
    { retryAfterSeconds },
  )
}

/**
 * Counts an attempt as failed from its start, so that parallel attempts can't pass the limit while their passwords are hashed.
 * @returns takes the attempt back once it succeeded
 * @throws DomainError `too-many-requests`
 */
export function beginAttempt(address: string, nowMs = Date.now()): () => void {
  checkAttempts(address, nowMs)
  const failures = getFailures()
  const recent = [...listRecent(address, nowMs), nowMs]
  failures.delete(address)
  // The oldest address makes room: a botnet must not grow this without bound.
  if (failures.size >= maxAddresses) failures.delete(failures.keys().next().value ?? '')
  failures.set(address, recent)
  return () => {
    const attempts = failures.get(address) ?? []
    const index = attempts.indexOf(nowMs)
    if (index >= 0) failures.set(address, attempts.toSpliced(index, 1))
  }
}
