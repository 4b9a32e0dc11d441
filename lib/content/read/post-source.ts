import { z } from 'zod'
import { ContentError } from '../content-errors.ts'
import { day, flag, objectOr, ordinal, slugName, text, texts, urls, zonedDate } from './fields.ts'
import { readFileSlug } from './file-slug.ts'
import type { SourceFile } from './front-matter.ts'
import { parseFields } from './parse-fields.ts'
import { type PhotoSource, photos, type Thumbnail } from './photos.ts'
import { listResponses, type PostResponse, responseFields } from './responses.ts'
import { readTags } from './tags.ts'
import { readZonedDate, type ZonedDate } from './zoned-date.ts'

/** A post as read: both generations of front matter made one, nothing rendered. */
export interface PostSource {
  file: string
  /** Null for a note. */
  title: string | null
  tagline: string | null
  tags: string[]
  projects: string[]
  /** Day of the permalink, as it was where the post was written. */
  date: string
  /** Null until `assignOrdinals`. */
  ordinal: number | null
  /** Empty where the permalink ends with the ordinal. */
  name: string
  publishedAt: ZonedDate
  updatedAt: ZonedDate | null
  isDraft: boolean
  thumbnail: Thumbnail | null
  /** Stand above the text; they are what a photo post consists of. */
  photos: PhotoSource[]
  /** Pages of others that it answers. */
  responses: PostResponse[]
  /** Its copies elsewhere. */
  syndicationUrls: string[]
  location: string | null
  markdown: string
}

/** Every member that is read, those within others apart: what a misspelt one may have been meant as. */
export const postFields = {
  ...Object.fromEntries(Object.keys(responseFields).map((name) => [name, []])),
  title: [],
  tagline: [],
  description: [],
  tags: [],
  thumbnail: [],
  photo: [],
  syndication: [],
  location: [],
  draft: [],
  ordinal: [],
  slug: ['date', 'ordinal', 'name'],
  date: ['created', 'published', 'updated'],
} satisfies Record<string, readonly string[]>

function createSchema(timeZone: string) {
  const date = zonedDate(timeZone).nullish()
  return z.looseObject({
    title: text,
    tagline: text,
    description: text,
    tags: texts,
    thumbnail: text,
    photo: photos,
    syndication: urls,
    location: text,
    ...responseFields,
    draft: flag,
    ordinal: ordinal.nullish(),
    slug: objectOr(
      'name',
      z.looseObject({
        date: day.nullish(),
        ordinal: ordinal.nullish(),
        name: slugName.nullish(),
      }),
    ),
    date: objectOr('published', z.looseObject({ created: date, published: date, updated: date })),
  })
}

/**
 * Makes a post of a file below `blog/`.
 * @throws ContentError with every fault of the front matter
 */
export function parsePost(source: SourceFile, timeZone: string): PostSource {
  const front = parseFields(source, createSchema(timeZone))
  const place = readFileSlug(source.file.replace(/^blog\//, ''))
  const named = front.slug.date ?? place.date
  const { published, created, updated } = front.date
  const publishedAt = published ?? created ?? readZonedDate(named ?? '', timeZone)
  if (publishedAt === null) {
    const message = 'has no date; write one: date: 2021-02-07 02:37:00-08:00'
    throw new ContentError([{ file: source.file, line: 1, message }])
  }
  return {
    file: source.file,
    title: front.title,
    tagline: front.tagline ?? front.description,
    ...readTags(front.tags),
    // The folder only stands in for what the front matter doesn't say: files get moved, permalinks mustn't.
    date: front.slug.date ?? publishedAt.localDate,
    ordinal: front.slug.ordinal ?? front.ordinal ?? place.ordinal,
    name: front.slug.name ?? place.name,
    publishedAt,
    updatedAt: updated ?? null,
    // A post that was begun and never published is a draft, whatever else it says.
    isDraft: front.draft === true || (published == null && created != null),
    thumbnail:
      front.thumbnail === null
        ? null
        : { src: front.thumbnail, line: source.lineOf(['thumbnail']) },
    photos: front.photo.map((photo, index) => ({
      ...photo,
      line: source.lineOf(['photo', index]),
    })),
    responses: listResponses(front),
    syndicationUrls: front.syndication,
    location: front.location,
    markdown: source.markdown,
  }
}
