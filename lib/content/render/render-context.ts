import type { ContentIssue, ContentWarning } from '../content-errors.ts'
import type { Assets } from '../pictures/assets.ts'
import type { RemoteRecord } from '../pictures/remote-record.ts'

/** What one document is rendered with, and what comes to light meanwhile. */
export interface RenderContext {
  /** Relative to `contentDir`; faults name it. */
  file: string
  contentDir: string
  /** The folder that an include with a slash ahead starts from. */
  rootDir: string
  /** Where the document will stand: `/2021/02/07/0/name`. */
  path: string
  /** Begins every id that has to differ between documents that share a page or a feed. */
  idPrefix: string
  assets: Assets
  remote: RemoteRecord
  /** Where another file of the content stands on the site: `blog/a.md` to its permalink. */
  pathOfFile(file: string): string | null
  faults: ContentIssue[]
  warnings: ContentWarning[]
  /** Absolute paths of the files that this document was made of, beside its own. */
  dependencies: Set<string>
  /** Origins that the finished document asks for something by itself, for its Content-Security-Policy. */
  origins: { images: Set<string>; frames: Set<string> }
}

export function addIssue(context: RenderContext, line: number | null, message: string): void {
  context.faults.push({ file: context.file, line, message })
}

export function addWarning(context: RenderContext, line: number | null, message: string): void {
  context.warnings.push({ file: context.file, line, message })
}
