import { withoutTime } from '#components/printer/sources.ts'

/** A picture's text, for a link that says its time and progress. Not with the sources, which every live page loads. */
export function withoutFigures(alt: string): string {
  return withoutTime(alt).replace(/, \d+ %$/, '')
}
