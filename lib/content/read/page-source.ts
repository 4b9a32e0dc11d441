import { z } from 'zod'
import { ContentError } from '../content-errors.ts'
import { commonFields, objectOr, readCommon, zonedDate } from './fields.ts'
import type { SourceFile } from './front-matter.ts'
import type { ZonedDate } from './zoned-date.ts'

/** A page that is neither post nor project: `pages/now.md` has the path `/now`. */
export interface PageSource {
  file: string
  path: string
  title: string
  tagline: string | null
  updatedAt: ZonedDate | null
  isDraft: boolean
  /** In no list, feed, search or sitemap. */
  isUnlisted: boolean
  /** Whether text in dollars is a formula; null if its form decides. */
  hasMath: boolean | null
  markdown: string
}

/** First path segments of the site's own routes, which would hide a page. */
export const siteSegments: readonly string[] = [
  'admin',
  'api',
  'apple-icon.png',
  'assets',
  'atom.xml',
  'blog',
  'client.js',
  'console',
  'custom.css',
  'favicon.ico',
  'feed.json',
  'fonts',
  'humans.txt',
  'icon.svg',
  'icons',
  'indieauth',
  'manifest.webmanifest',
  'media',
  'micropub',
  'og',
  'opensearch.xml',
  'printer',
  'printers',
  'projects',
  'robots.txt',
  'rss.xml',
  'search',
  'service-worker.js',
  'site-error',
  'sitemap.xml',
  'speculation.json',
  'tags',
  'tell-me.js',
  'webmention',
  '_next',
]

export function createPageSchema(timeZone: string) {
  const date = zonedDate(timeZone).nullish()
  return z.looseObject({
    ...commonFields,
    date: objectOr('updated', z.looseObject({ updated: date, published: date })),
  })
}

/**
 * Makes a page of a file in `pages/`.
 * @throws ContentError if it has no title or its path can't be used
 */
export function toPageSource(
  source: SourceFile,
  front: z.output<ReturnType<typeof createPageSchema>>,
): PageSource {
  const { title, ...common } = readCommon(source, front)
  const path = source.file.replace(/^pages/, '').replace(/(\/index)?\.md$/, '')
  const fail = (message: string) => new ContentError([{ file: source.file, line: 1, message }])
  if (title === null) throw fail('has no title; begin the text with one: # My title')
  if (!/^(\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/.test(path))
    throw fail("has a name that can't be used in a URL; use the letters a-z, digits and dashes")
  if (siteSegments.includes(path.split('/')[1] ?? ''))
    throw fail(`would be at ${path}, which is a page of the site itself; rename the file`)
  const updatedAt = front.date.updated ?? front.date.published ?? null
  return { ...common, path, title, updatedAt }
}
