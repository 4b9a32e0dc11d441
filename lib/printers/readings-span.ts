import type { Print } from './prints-types.ts'

export interface Span {
  from: Date
  to: Date
}

/** How far before a print its readings begin, ms: what went before shows how it warmed up. */
const warmUpMs = 1_800_000

/** The readings of a print: with its warming up, unless nobody looked for long. */
export function spanOfPrintReadings({ started, ended }: Print, now: Date): Span {
  const { notBefore, notAfter } = started
  const from = new Date(Math.max(notBefore?.getTime() ?? 0, notAfter.getTime() - warmUpMs))
  return { from, to: ended?.notAfter ?? now }
}

/**
 * A span with a printer in it that was new then: it begins with the first reading, so that a long gap isn't all there is to see.
 * Of a printer that had been there before, the gap is the truth and stays.
 */
export function trimToBirth(span: Span, createdAt: Date, firstAt: Date | null): Span {
  return firstAt === null || createdAt < span.from ? span : { from: firstAt, to: span.to }
}
