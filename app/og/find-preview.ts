import { formatTag } from '#components/blog/format-tag.ts'
import { formatWrittenDay } from '#components/blog/written-at.tsx'
import { findDocument } from '#lib/content/model/get-documents.ts'
import { listYears } from '#lib/content/model/list-posts.ts'
import { getTag } from '#lib/content/model/list-tags.ts'
import type { Content } from '#lib/content/model/types.ts'
import { getSite } from '#lib/site/site.ts'
import { findSitePage } from '../site-pages.ts'

export interface Preview {
  title: string
  tagline: string | null
  /** On the image's edge, left. */
  source: string
}

/** What the preview image of a page shows; `null` where there is no such page. The home page is `/index`. */
export function findPreview(content: Content, path: string): Preview | null {
  const document = findDocument(content, path)
  if (document?.kind === 'post') {
    const { label: title, tagline, date } = document
    return { title, tagline, source: `${getSite().title}  ${formatWrittenDay(date)}` }
  }
  if (document !== null) return toPreview(document.title, document.tagline)
  if (path === '/index') return toPreview(getSite().title, getSite().tagline)
  const page = findSitePage(path)
  if (page !== null) return toPreview(page.title, page.description)
  const [, kind, name = ''] = /^\/(blog|tags)\/(.+)$/.exec(path) ?? []
  if (kind === 'blog' && listYears(content).some(({ year }) => String(year) === name))
    return toPreview(`Blog, ${name}`, null)
  if (kind === 'tags' && getTag(content, name) !== null) return toPreview(formatTag(name), null)
  return null
}

const toPreview = (title: string, tagline: string | null): Preview => ({
  title,
  tagline,
  source: getSite().title,
})
