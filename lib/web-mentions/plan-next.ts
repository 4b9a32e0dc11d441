import type { MentionChanges } from './ports.ts'
import type { Mention, MentionState, Outcome } from './types.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** After each successful check. Pages change most in their first days. */
const recheckMs = [day, 7 * day, 30 * day]
/** After each failed try in a row. */
const retryMs = [5 * minute, hour, 6 * hour, day]

/** What follows from a look at the source. */
export function planNext(
  mention: Pick<Mention, 'state' | 'tries' | 'checks'>,
  outcome: Outcome,
  { isWelcome, isBlocked }: { isWelcome: boolean; isBlocked: boolean },
  now: Date,
): MentionChanges {
  const { state, tries, checks } = mention
  const at = (ms: number | undefined) => (ms === undefined ? null : new Date(now.getTime() + ms))
  const wasRead = state !== 'queued'
  if (outcome.kind === 'failed') {
    const { reason } = outcome
    const dueAt = at(retryMs[tries])
    // What was shown stays until its page says otherwise, and is looked at again a month later.
    if (wasRead)
      return {
        state,
        tries: dueAt === null ? 0 : tries + 1,
        checks,
        reason,
        dueAt: dueAt ?? at(30 * day),
      }
    return { state: dueAt === null ? 'invalid' : state, tries: tries + 1, checks, reason, dueAt }
  }
  if (outcome.kind === 'absent') {
    const { reason } = outcome
    const next: MentionState = state === 'rejected' ? state : wasRead ? 'removed' : 'invalid'
    return { state: next, tries: 0, checks, reason, dueAt: null }
  }
  const { content } = outcome
  const first = isWelcome ? 'accepted' : 'pending'
  const next = isBlocked ? 'rejected' : wasRead ? state : first
  const dueAt = next === 'rejected' ? null : at(recheckMs[checks] ?? recheckMs.at(-1))
  return {
    state: next,
    tries: 0,
    checks: checks + 1,
    reason: null,
    content,
    verifiedAt: now,
    dueAt,
  }
}
