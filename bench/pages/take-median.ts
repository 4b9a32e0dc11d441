import { median } from '../serving/statistics.ts'
import type { PageFigures } from './measure-page.ts'

/** Of each figure its own median: a slow moment of the machine meets one visit, and seldom all figures of it. */
export function takeMedian(visits: readonly PageFigures[]): PageFigures {
  const of = (pick: (figures: PageFigures) => number) => median(visits.map(pick))
  return {
    scores: {
      performance: of(({ scores }) => scores.performance),
      accessibility: of(({ scores }) => scores.accessibility),
      'best-practices': of(({ scores }) => scores['best-practices']),
      seo: of(({ scores }) => scores.seo),
    },
    fcpMs: of(({ fcpMs }) => fcpMs),
    lcpMs: of(({ lcpMs }) => lcpMs),
    tbtMs: of(({ tbtMs }) => tbtMs),
    shift: of(({ shift }) => shift),
    htmlKb: of(({ htmlKb }) => htmlKb),
    scriptKb: of(({ scriptKb }) => scriptKb),
    cssKb: of(({ cssKb }) => cssKb),
    fontKb: of(({ fontKb }) => fontKb),
    imageKb: of(({ imageKb }) => imageKb),
    allKb: of(({ allKb }) => allKb),
    requests: of(({ requests }) => requests),
  }
}
