import { getContentFaults } from '#lib/core/content-health.ts'
import { type ContentIssue, formatIssue } from '#lib/core/content-issue.ts'
import { singleton } from '#lib/core/singleton.ts'
import { getLog } from './log.ts'

/** Logs what is newly wrong in a part of the content folder, and keeps it for the metrics and `/api/health`. */
export function reportIssues(
  part: 'settings' | 'documents',
  issues: readonly ContentIssue[],
): void {
  const faults = getContentFaults()
  const known = new Set((faults[part] ?? []).map(formatIssue))
  for (const issue of issues)
    if (!known.has(formatIssue(issue)))
      getLog().error({ ...issue }, `content: ${formatIssue(issue)}`)
  faults[part] = issues
}

/** Logs what works but could be better, each once. */
export function reportAdvice(advice: readonly ContentIssue[]): void {
  const known = singleton('advice', () => new Set<string>())
  for (const text of advice.map(formatIssue)) {
    if (!known.has(text)) getLog().warn(`content: ${text}`)
    known.add(text)
  }
}
