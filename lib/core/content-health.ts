import type { ContentIssue } from './content-issue.ts'
import { singleton } from './singleton.ts'

/** What is wrong in the content folder. */
interface ContentFaults {
  settings: readonly ContentIssue[]
  /** Of files that are left out or incomplete; null until the content was read. */
  documents: readonly ContentIssue[] | null
}

/** For the log, the metrics and `/api/health`, which must not load the content to know it. */
export function getContentFaults(): ContentFaults {
  return singleton('content-faults', () => ({ settings: [], documents: null }) as ContentFaults)
}

/** All of them; null until the content was read. */
export function listContentFaults(): ContentIssue[] | null {
  const { settings, documents } = getContentFaults()
  return documents === null ? null : [...settings, ...documents]
}

export function countContentErrors(): number | null {
  return listContentFaults()?.length ?? null
}
