import { getContentFaults } from '#lib/core/content-health.ts'
import { type ContentIssue, formatIssue } from '#lib/core/content-issue.ts'
import { getLog } from './log.ts'

/** Logs what is newly wrong in a part of the content folder, and keeps it for the metrics and `/api/health`. */
export function reportIssues(
  part: 'settings' | 'documents',
  issues: readonly ContentIssue[],
): void {
  const faults = getContentFaults()
  const known = faults[part] ?? []
  const texts = issues.map(formatIssue)
  for (const [index, issue] of issues.entries())
    if (!known.includes(texts[index] ?? ''))
      getLog().error({ ...issue }, `content: ${texts[index]}`)
  faults[part] = texts
}
