import type { LighthouseResult } from './install-lighthouse.ts'

export const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const
export type Category = (typeof categories)[number]

/** What one visit, or the median of several, has cost. Scores of 100; kilobytes as they went over the wire. */
export interface PageFigures {
  scores: Record<Category, number>
  fcpMs: number
  lcpMs: number
  tbtMs: number
  shift: number
  htmlKb: number
  scriptKb: number
  cssKb: number
  fontKb: number
  imageKb: number
  allKb: number
  requests: number
}

/** @throws Error where Lighthouse couldn't judge the page */
export function toFigures(result: LighthouseResult): PageFigures {
  if (result.runtimeError) throw new Error(result.runtimeError.message)
  const score = (category: Category) => Math.round((result.categories[category]?.score ?? 0) * 100)
  const value = (audit: string) => result.audits[audit]?.numericValue ?? 0
  const requests = listRequests(result)
  const sum = (type?: string) =>
    requests
      .filter((one) => type === undefined || one.type === type)
      .reduce((total, { bytes }) => total + bytes, 0) / 1000
  return {
    scores: {
      performance: score('performance'),
      accessibility: score('accessibility'),
      'best-practices': score('best-practices'),
      seo: score('seo'),
    },
    fcpMs: value('first-contentful-paint'),
    lcpMs: value('largest-contentful-paint'),
    tbtMs: value('total-blocking-time'),
    shift: value('cumulative-layout-shift'),
    htmlKb: sum('Document'),
    scriptKb: sum('Script'),
    cssKb: sum('Stylesheet'),
    fontKb: sum('Font'),
    imageKb: sum('Image'),
    allKb: sum(),
    requests: requests.length,
  }
}

function listRequests({ audits }: LighthouseResult): { type: string; bytes: number }[] {
  return (audits['network-requests']?.details?.items ?? [])
    .filter(({ url }) => !String(url).startsWith('data:'))
    .map(({ resourceType, transferSize }) => ({
      type: String(resourceType),
      bytes: Number(transferSize) || 0,
    }))
}

/** What keeps a page from 100 in a category, or in its details costs time; for whoever wants to mend it. */
export function listFaults(result: LighthouseResult): string[] {
  return categories.flatMap((category) =>
    (result.categories[category]?.auditRefs ?? [])
      .filter(({ weight }) => weight > 0)
      .flatMap(({ id }) => {
        const audit = result.audits[id]
        if (audit === undefined || audit.score === null || audit.score >= 1) return []
        return [`${category}: ${audit.title} (${id}, ${audit.score})`]
      }),
  )
}
