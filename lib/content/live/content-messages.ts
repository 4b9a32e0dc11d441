import type { ContentIssue } from '#lib/core/content-issue.ts'
import type { DocumentLists } from '../model/order.ts'
import type { AnyDocument, ContentData } from '../model/types.ts'
import type { LoadOptions } from '../open-content.ts'

/** What the site asks the content process for. */
export type ContentRequest =
  | { kind: 'load'; options: LoadOptions; tooSlow: ReadonlySet<string>; urgency: Urgency }
  /** Delete what no site uses of this cache, and exit. */
  | { kind: 'prune'; cacheDir: string }

export interface Urgency {
  /** Somebody waits for it; otherwise visitors' requests go first. */
  isUrgent?: boolean
  /** Shows the last state without an error of what has one, and remembers the states for the next process. */
  keepsLastGood?: boolean
}

/** What the process answers: that it works, the documents that have changed since its last answer, then all else. */
export type ContentPart =
  | { kind: 'alive' }
  /** See `RenderWatch`. */
  | { kind: 'rendering'; key: string }
  | { kind: 'changed'; documents: AnyDocument[] }
  /** With the files of all documents, in their order. */
  | { kind: 'loaded'; files: string[]; rest: Omit<ContentData, keyof DocumentLists> }
  | { kind: 'failed'; issues: readonly ContentIssue[] }
