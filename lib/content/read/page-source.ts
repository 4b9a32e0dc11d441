import { z } from 'zod'
import { ContentError } from '../content-errors.ts'
import { flag, objectOr, text, zonedDate } from './fields.ts'
import type { SourceFile } from './front-matter.ts'
import { parseFields } from './parse-fields.ts'
import type { ZonedDate } from './zoned-date.ts'

/** A page that is neither post nor project: `pages/now.md` stands at `/now`. */
export interface PageSource {
  file: string
  path: string
  title: string
  tagline: string | null
  updatedAt: ZonedDate | null
  isDraft: boolean
  markdown: string
}

/** Every member that is read; see post-source.ts. */
export const pageFields = {
  title: [],
  tagline: [],
  description: [],
  draft: [],
  date: ['updated', 'published'],
} satisfies Record<string, readonly string[]>

/** First parts of paths that the site itself answers; a page there would never be seen. */
const reserved = [
  'api',
  'assets',
  'blog',
  'console',
  'media',
  'og',
  'printer',
  'printers',
  'projects',
  'tags',
  'search',
  '_next',
]

/**
 * Makes a page of a file below `pages/`.
 * @throws ContentError with every fault of the front matter
 */
export function parsePage(source: SourceFile, timeZone: string): PageSource {
  const date = zonedDate(timeZone).nullish()
  const schema = z.looseObject({
    title: text,
    tagline: text,
    description: text,
    draft: flag,
    date: objectOr('updated', z.looseObject({ updated: date, published: date })),
  })
  const front = parseFields(source, schema)
  const path = source.file.replace(/^pages/, '').replace(/(\/index)?\.md$/, '')
  const fault = (message: string) => new ContentError([{ file: source.file, line: 1, message }])
  if (front.title === null) throw fault('has no title; write one: title: ...')
  if (!/^(\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/.test(path))
    throw fault('has a name that makes no address; use letters a-z, digits and dashes')
  if (reserved.includes(path.split('/')[1] ?? ''))
    throw fault(`stands at ${path}, which the site itself answers; give the file another name`)
  return {
    file: source.file,
    path,
    title: front.title,
    tagline: front.tagline ?? front.description,
    updatedAt: front.date.updated ?? front.date.published ?? null,
    isDraft: front.draft === true,
    markdown: source.markdown,
  }
}
