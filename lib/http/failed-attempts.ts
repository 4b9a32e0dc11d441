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
 * Refuses an address that has failed 10 times in 15 minutes, before a password of it is hashed.
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

export function recordFailure(address: string, nowMs = Date.now()): void {
  const failures = getFailures()
  const recent = [...listRecent(address, nowMs), nowMs]
  failures.delete(address)
  // The oldest address makes room: a botnet must not grow this without bound.
  if (failures.size >= maxAddresses) failures.delete(failures.keys().next().value ?? '')
  failures.set(address, recent)
}
