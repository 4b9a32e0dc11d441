import type { ContentIssue } from '#lib/core/content-issue.ts'
import type { Assets } from '../pictures/assets.ts'
import type { RemoteRecord } from '../pictures/remote-record.ts'

/**
 * Placeholder for the site's origin in rendered HTML: an image is built once, and its SITE_URL is set when it starts. RFC 2606 reserves
 * the name, so no real host has it.
 */
export const sitePlaceholder = 'https://this-site.invalid'

/** Inputs of one document's rendering, and the errors, warnings and dependencies found during it. */
export interface RenderContext {
  /** Relative to `contentDir`; named in errors and warnings. */
  file: string
  contentDir: string
  /** Base of an `include=` that begins with a slash. */
  rootDir: string
  /** The document's permalink: `/2021/02/07/0/name`. */
  path: string
  /** Prefix of ids that must differ between documents on one page or in one feed. */
  idPrefix: string
  /** True if all text in dollars is a formula, false if none is, null if its form decides. */
  hasMath: boolean | null
  assets: Assets
  remote: RemoteRecord
  /** Permalink of a file of the content folder, such as `blog/a.md`, of a path, such as `/about`, or of a `[[name]]`; null if there is nothing. */
  findPath(target: string): string | null
  /** Rules of inline drawings, for the document's style sheet. */
  css: string[]
  errors: ContentIssue[]
  warnings: ContentIssue[]
  /** Absolute paths of the files that this document was made of, besides its own. */
  dependencies: Set<string>
  /** Origins of frames, which load by a click, for the page's Content-Security-Policy. */
  frameOrigins: Set<string>
}

/** Reports an error, which fails the build. */
export function addError(context: RenderContext, line: number | null, message: string): void {
  context.errors.push({ file: context.file, line, message })
}

export function addWarning(context: RenderContext, line: number | null, message: string): void {
  context.warnings.push({ file: context.file, line, message })
}
