import { isDeepStrictEqual } from 'node:util'
import { contentTag, documentsTag, documentTag } from '#lib/core/page-options.ts'
import { fromLists } from '../model/order.ts'
import type { AnyDocument, ContentData } from '../model/types.ts'

/**
 * Tags of the responses that another state of the content changes. Most edits change the text of one document, which only its page and
 * the feeds show: dropping more would have visitors wait until all pages are rendered again.
 * @param changedFiles of the folder; null if unknown
 */
export function listChangedTags(
  before: ContentData,
  after: ContentData,
  changedFiles: readonly string[] | null,
): string[] {
  const [old, current] = [before, after].map(fromLists) as [AnyDocument[], AnyDocument[]]
  const files = new Set([...old, ...current].map(({ file }) => file))
  // Settings, style sheets and pictures may be in any response.
  if (changedFiles === null || changedFiles.some((file) => !files.has(file))) return [contentTag]
  if (!isDeepStrictEqual(pickShown(before), pickShown(after))) return [documentsTag]
  if (old.length !== current.length) return [documentsTag]
  const changed: string[] = []
  for (const [index, document] of current.entries()) {
    const same = old[index]
    if (document === same) continue
    if (same === undefined || !isDeepStrictEqual(pickListed(document), pickListed(same)))
      return [documentsTag]
    if (document.cacheKey !== same.cacheKey) changed.push(documentTag(document.file))
  }
  return changed
}

/** What pages read besides the documents. */
function pickShown({ siteUrl, cacheDir, redirects, withdrawn, changesAt, isRead }: ContentData) {
  return { siteUrl, cacheDir, redirects, withdrawn, changesAt, isRead }
}

/** Without what only the page shows that contains the text, and a search, which is not cached. */
function pickListed({ cacheKey, words, minutes, headings, toc, ...listed }: AnyDocument) {
  return listed
}
