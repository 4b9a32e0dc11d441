import type { Outcome } from '../types.ts'

/** What the process that reads sources gets. */
export interface ReadJob {
  source: string
  targetUrl: string
  homeHosts: readonly string[]
}

/** Between processes a time is text. */
export function reviveOutcome(outcome: Outcome): Outcome {
  if (outcome.kind !== 'found' || outcome.content.publishedAt === null) return outcome
  const publishedAt = new Date(outcome.content.publishedAt)
  return { ...outcome, content: { ...outcome.content, publishedAt } }
}
