import type { Channel } from '../ports.ts'
import { type Fact, factKinds, maxListedAgeMs } from './fact-kinds.ts'

/** Two facts of one kind and one printer within this time are one: ten changes within a minute are no ten messages. */
export const flappingMs = 60_000

/** How a channel sends a fact. `null`: it doesn't. `held`: as a line of a digest, because it is no news any more. */
export function planDelivery(
  channel: Pick<Channel, 'facts' | 'printers' | 'createdAt' | 'off'>,
  { kind, printerId, happenedAt }: Fact,
  now: Date,
): { state: 'waiting' | 'held'; expiresAt: Date | null } | null {
  const { facts, printers, createdAt, off } = channel
  if (off !== null || happenedAt < createdAt) return null
  const { worthMs, isListedLate, isOptional } = factKinds[kind]
  if (facts === null ? isOptional : !facts.includes(kind)) return null
  if (printers !== null && printerId !== null && !printers.includes(printerId)) return null
  const ageMs = now.getTime() - happenedAt.getTime()
  if (ageMs < worthMs)
    return { state: 'waiting', expiresAt: new Date(happenedAt.getTime() + worthMs) }
  return isListedLate && ageMs < maxListedAgeMs ? { state: 'held', expiresAt: null } : null
}
