import { z } from 'zod'
import { ContentError } from '../content-errors.ts'
import {
  commonFields,
  day,
  objectOr,
  ordinal,
  type PhotoSource,
  photos,
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
import { listResponses, type PostResponse, responseFields } from './responses.ts'
import { parseFileSlug, parseTags } from './slugs.ts'
import { parseZonedDate, type ZonedDate } from './zoned-date.ts'

/** A post as read, from either format of front matter; nothing is rendered yet. */
export interface PostSource {
  file: string
  /** Null for a note. */
  title: string | null
  tagline: string | null
  tags: string[]
  projects: string[]
  /** Day of the permalink, in the offset of the place where the post was written. */
  date: string
  /** Null until `assignPermalinks`. */
  ordinal: number | null
  /** Empty if the permalink ends with the ordinal. */
  name: string
  publishedAt: ZonedDate
  updatedAt: ZonedDate | null
  isDraft: boolean
  /** In no list, feed, search or sitemap. */
  isUnlisted: boolean
  /** Whether text in dollars is a formula; null if its form decides. */
  hasMath: boolean | null
  thumbnail: Thumbnail | null
  /** Shown above the text. */
  photos: PhotoSource[]
  /** Pages elsewhere that it responds to. */
  responses: PostResponse[]
  /** Copies of it elsewhere. */
  syndicationUrls: string[]
  location: string | null
  markdown: string
}

export function createPostSchema(timeZone: string) {
  const date = zonedDate(timeZone).nullish()
  return z.looseObject({
    ...commonFields,
    ...responseFields,
    tags: tagList,
    thumbnail: text,
    photo: photos,
    syndication: urls,
    location: text,
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
 * Makes a post of a file in `blog/`.
 * @throws ContentError if it has no date
 */
export function toPostSource(
  source: SourceFile,
  front: z.output<ReturnType<typeof createPostSchema>>,
  timeZone: string,
): PostSource {
  const common = readCommon(source, front)
  const fromFile = parseFileSlug(source.file.replace(/^blog\//, ''))
  const { published, created, updated } = front.date
  const slugDay = front.slug.date ?? fromFile.date ?? ''
  const publishedAt = published ?? created ?? parseZonedDate(slugDay, timeZone)
  if (publishedAt === null) {
    const message = 'has no date; add one: date: 2021-02-07 02:37:00-08:00'
    throw new ContentError([{ file: source.file, line: 1, message }])
  }
  return {
    ...common,
    ...parseTags(front.tags),
    // The file's path is only a fallback for the front matter: files get moved, permalinks mustn't.
    date: front.slug.date ?? publishedAt.localDate,
    ordinal: front.slug.ordinal ?? front.ordinal ?? fromFile.ordinal,
    // A day in the file's name was part of the permalink as long as the front matter had to have a date too.
    name:
      front.slug.name ?? ((published ?? created) == null ? fromFile.undatedName : fromFile.name),
    publishedAt,
    updatedAt: updated ?? null,
    // A post that was created and never published is a draft, even without `draft: true`.
    isDraft: published == null && created != null,
    thumbnail: readThumbnail(source, front.thumbnail),
    photos: front.photo.map((photo, index) => ({
      ...photo,
      line: source.lineOf(['photo', index]),
    })),
    responses: listResponses(front),
    syndicationUrls: front.syndication,
    location: front.location,
  }
}
