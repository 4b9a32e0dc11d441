import { z } from 'zod'
import { ContentError } from '../content-errors.ts'
import { flag, objectOr, slugName, text, texts, urls, zonedDate } from './fields.ts'
import { readFileSlug } from './file-slug.ts'
import type { SourceFile } from './front-matter.ts'
import { parseFields } from './parse-fields.ts'
import type { Thumbnail } from './photos.ts'
import { readTags } from './tags.ts'
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
  markdown: string
}

/** Every member that is read; see post-source.ts. */
export const projectFields = {
  title: [],
  tagline: [],
  description: [],
  tags: [],
  status: [],
  thumbnail: [],
  featured: [],
  draft: [],
  slug: ['name'],
  date: ['started', 'finished', 'published'],
  startDate: [],
  endDate: [],
  url: ['site', 'source'],
  source: [],
} satisfies Record<string, readonly string[]>

function createSchema(timeZone: string) {
  const date = zonedDate(timeZone).nullish()
  return z.looseObject({
    title: text,
    tagline: text,
    description: text,
    tags: texts,
    status: text,
    thumbnail: text,
    featured: flag,
    draft: flag,
    slug: objectOr('name', z.looseObject({ name: slugName.nullish() })),
    date: objectOr('published', z.looseObject({ started: date, finished: date, published: date })),
    startDate: date,
    endDate: date,
    url: objectOr('site', z.looseObject({ site: urls, source: urls })),
    source: urls,
  })
}

/**
 * Makes a project of a file below `projects/`.
 * @throws ContentError with every fault of the front matter
 */
export function parseProject(source: SourceFile, timeZone: string): ProjectSource {
  const front = parseFields(source, createSchema(timeZone))
  const slug = front.slug.name ?? readFileSlug(source.file.replace(/^projects\//, '')).name
  if (slug === '' || front.title === null) {
    const message =
      slug === ''
        ? 'has no name; write one: slug: infrastructure'
        : 'has no title; write one: title: ...'
    throw new ContentError([{ file: source.file, line: 1, message }])
  }
  return {
    file: source.file,
    slug,
    path: `/projects/${slug}`,
    title: front.title,
    tagline: front.tagline ?? front.description,
    tags: readTags(front.tags).tags,
    status: front.status,
    startedAt: front.date.started ?? front.startDate ?? null,
    finishedAt: front.date.finished ?? front.endDate ?? null,
    publishedAt: front.date.published ?? null,
    siteUrls: front.url.site,
    sourceUrls: [...front.url.source, ...front.source],
    thumbnail:
      front.thumbnail === null
        ? null
        : { src: front.thumbnail, line: source.lineOf(['thumbnail']) },
    isFeatured: front.featured === true,
    isDraft: front.draft === true,
    markdown: source.markdown,
  }
}
