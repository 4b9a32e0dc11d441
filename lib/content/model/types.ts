import type { DocumentBody } from '../cache/document-cache.ts'
import type { ContentWarning } from '../content-errors.ts'
import type { Redirects } from '../read/redirects.ts'
import type { PostResponse } from '../read/responses.ts'
import type { ZonedDate } from '../read/zoned-date.ts'
import type { Heading } from '../render/headings.ts'
import type { DocumentPicture } from '../render/images.ts'
import type { TocEntry } from './table-of-contents.ts'

export type { DocumentBody, DocumentPicture, PostResponse, Redirects, TocEntry, ZonedDate }

/** What every kind of document has, whether or not its text is at hand. */
export interface Document {
  /** Permalink below the origin: no slash at its end. */
  path: string
  /** The same with the origin. */
  url: string
  /** Relative to the content folder, for the link that edits it. */
  file: string
  isDraft: boolean
  tagline: string | null
  excerptHtml: string
  /** At most 300 characters. */
  excerptText: string
  /** Minutes of reading, at least 1. */
  minutes: number
  words: number
  headings: Heading[]
  /** From three headings on; empty before. */
  toc: TocEntry[]
  pictures: DocumentPicture[]
  /** The thumbnail, or the first picture. */
  cover: DocumentPicture | null
  /** A style sheet of this document alone, to be linked in its page. */
  stylesheetUrl: string | null
  /** Origins that the page asks by itself, for its Content-Security-Policy. */
  origins: { images: string[]; frames: string[] }
}

export interface ProjectRef {
  slug: string
  /** The slug where no project of that name is published. */
  title: string
  /** Null where no project of that name is published. */
  path: string | null
}

export interface Post extends Document {
  kind: 'post'
  /** Null for a note. */
  title: string | null
  /** The title, or a note's first words: for lists, `<title>` and links. */
  label: string
  date: string
  ordinal: number
  /** Empty where the permalink ends with the ordinal. */
  name: string
  tags: string[]
  projects: ProjectRef[]
  publishedAt: ZonedDate
  updatedAt: ZonedDate | null
  /** Pages of others that it answers. */
  responses: PostResponse[]
  /** Its copies elsewhere. */
  syndicationUrls: string[]
  location: string | null
}

export interface Project extends Document {
  kind: 'project'
  slug: string
  title: string
  tags: string[]
  status: string | null
  startedAt: ZonedDate | null
  finishedAt: ZonedDate | null
  publishedAt: ZonedDate | null
  siteUrls: string[]
  sourceUrls: string[]
  isFeatured: boolean
}

export interface Page extends Document {
  kind: 'page'
  title: string
  updatedAt: ZonedDate | null
}

/** Everything that stands below the content folder, as the site shows it. */
export interface Content {
  siteUrl: string
  /** Newest first. */
  posts: readonly Post[]
  /** Unfinished first, then the newest. */
  projects: readonly Project[]
  pages: readonly Page[]
  moves: Redirects
  warnings: readonly ContentWarning[]
  /** Where the files behind `/assets/` are. */
  assetDirectory: string
  /** How many documents the cache didn't have. */
  renderedCount: number
  readBody(document: Document): Promise<DocumentBody>
  /** Its words alone, without markup. */
  readText(document: Document): Promise<string>
  /** What of the cache these documents need; the rest is left from earlier builds. */
  listUsed(): Promise<{ keys: string[]; assets: string[] }>
}

export interface Tag {
  tag: string
  path: string
  /** Newest first. */
  posts: Post[]
  /** Tags that stand beside it, the most frequent first. */
  related: string[]
}

export type SearchableText = Post | (Project & { label: string }) | (Page & { label: string })

/** A stretch of a text; `isMatch` where it is what was looked for. */
export interface SearchResultPart {
  text: string
  isMatch: boolean
}

/** An answer to a search. */
export interface SearchResult {
  document: SearchableText
  label: SearchResultPart[]
  /** Where the words stand closest together; the summary where only title or tags speak of them. */
  excerpt: SearchResultPart[]
  /** Tags and projects among which one was looked for; empty where none was. */
  topics: SearchResultPart[][]
}
