import type { DerivedPrint } from './types.ts'

/**
 * What the owner has said about a span of a printer's history. The derivation takes it as input, so nothing that is derived again
 * undoes it.
 */
export interface OwnerFact {
  /**
   * `join`: what was on the printer in this span is one print. `split`: another print begins at `from`, which is also `to`. `hide`:
   * a print that was seen in this span is hidden.
   */
  kind: 'join' | 'split' | 'hide'
  from: Date
  to: Date
}

/** What the owner has said about an observation that follows a print: of the `same` one, of `another`, or `null`, nothing. */
export function findOwnersWord(
  facts: readonly OwnerFact[],
  { lastSeenAt }: Pick<DerivedPrint, 'lastSeenAt'>,
  observedAt: Date,
): 'same' | 'another' | null {
  const isIn = (kind: OwnerFact['kind'], isMeant: (fact: OwnerFact) => boolean) =>
    facts.some((fact) => fact.kind === kind && isMeant(fact))
  // A split is the later word: a join of these two would have removed it.
  if (isIn('split', ({ from }) => lastSeenAt < from && from <= observedAt)) return 'another'
  return isIn('join', ({ from, to }) => from <= lastSeenAt && observedAt <= to) ? 'same' : null
}

export function isHidden(
  facts: readonly OwnerFact[],
  { firstSeenAt, lastSeenAt }: Pick<DerivedPrint, 'firstSeenAt' | 'lastSeenAt'>,
): boolean {
  return facts.some(
    ({ kind, from, to }) => kind === 'hide' && from <= lastSeenAt && firstSeenAt <= to,
  )
}
