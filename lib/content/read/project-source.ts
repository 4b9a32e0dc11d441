import { z } from 'zod'
import { ContentError } from '../content-errors.ts'
import {
  commonFields,
  flag,
  objectOr,
  readCommon,
  readThumbnail,
  slugName,
  type Thumbnail,
  tagList,
  text,
  urls,
  zonedDate,
} from './fields.ts'
import type { SourceFile } from './front-matter.ts'
import { parseFileSlug, parseTags } from './slugs.ts'
import type { ZonedDate } from './zoned-date.ts'

export interface ProjectSource {
  file: string
  slug: string
  path: string
  title: string
  tagline: string | null
  tags: string[]
  /** In the owner's words: `wip`, `complete`, `abandoned`. */
  status: string | null
  startedAt: ZonedDate | null
  finishedAt: ZonedDate | null
  publishedAt: ZonedDate | null
  siteUrls: string[]
  sourceUrls: string[]
  thumbnail: Thumbnail | null
  isFeatured: boolean
  isDraft: boolean
  /** In no list, feed, search or sitemap. */
  isUnlisted: boolean
  /** Whether text in dollars is a formula; null if its form decides. */
  hasMath: boolean | null
  markdown: string
}

export function createProjectSchema(timeZone: string) {
  const date = zonedDate(timeZone).nullish()
  return z.looseObject({
    ...commonFields,
    tags: tagList,
    status: text,
    thumbnail: text,
    featured: flag,
    slug: objectOr('name', z.looseObject({ name: slugName.nullish() })),
    date: objectOr('published', z.looseObject({ started: date, finished: date, published: date })),
    startDate: date,
    endDate: date,
    url: objectOr('site', z.looseObject({ site: urls, source: urls })),
    source: urls,
  })
}

/**
 * Makes a project of a file in `projects/`.
 * @throws ContentError if it has no name or no title
 */
export function toProjectSource(
  source: SourceFile,
  front: z.output<ReturnType<typeof createProjectSchema>>,
): ProjectSource {
  const { title, ...common } = readCommon(source, front)
  const slug = front.slug.name ?? parseFileSlug(source.file.replace(/^projects\//, '')).name
  const fail = (message: string) => new ContentError([{ file: source.file, line: 1, message }])
  if (slug === '') throw fail('has no name; add one: slug: infrastructure')
  if (title === null) throw fail('has no title; begin the text with one: # My title')
  return {
    ...common,
    slug,
    path: `/projects/${slug}`,
    title,
    tags: parseTags(front.tags).tags,
    status: front.status,
    startedAt: front.date.started ?? front.startDate ?? null,
    finishedAt: front.date.finished ?? front.endDate ?? null,
    publishedAt: front.date.published ?? null,
    siteUrls: front.url.site,
    sourceUrls: [...front.url.source, ...front.source],
    thumbnail: readThumbnail(source, front.thumbnail),
    isFeatured: front.featured === true,
  }
}
