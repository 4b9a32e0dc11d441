export const feedFormats = ['atom', 'rss', 'json'] as const
export type FeedFormat = (typeof feedFormats)[number]

/** Accepted webmentions of an entry. */
export interface ResponseCounts {
  likes: number
  reposts: number
  replies: number
}

/** A post or a print in a feed. */
export interface FeedEntry {
  /** Permalink and id. */
  url: string
  /** Null for a note. Only Atom requires a title, and uses `label`. */
  title: string | null
  label: string
  summary: string
  /** Complete, with absolute URLs. */
  html: string
  publishedAt: Date
  updatedAt: Date | null
  /** Null or absent where entries of this kind have none. */
  tags?: readonly string[] | null
  /** URL of the picture that represents it in lists. */
  image?: string | null
  /** The page that it responds to. */
  externalUrl?: string | null
  /** Null or absent where entries of this kind have none. */
  enclosures?: readonly FeedEnclosure[] | null
  /** Null or absent where there are none. */
  responses?: ResponseCounts | null
}

export type CompleteEntry = Required<FeedEntry>

interface FeedEnclosure {
  url: string
  /** Media type of a picture. */
  type: string
  title: string
}

export interface FeedChannel {
  /** URL of the feed in this format. */
  url: string
  /** URL of the page with the same entries. */
  pageUrl: string
  title: string
  description: string
  language: string
  author: { name: string; url: string }
  /** WebSub hub that notifies readers of new entries; null without one. */
  hubUrl: string | null
}

export interface Feed {
  body: string
  contentType: string
  /** Strong: a hash of the body. */
  etag: string
  /** What the hub is told of: the same without the counts of mentions. `null` without a hub. */
  announcedVersion: string | null
  /** Newest change of an entry, as an HTTP date. */
  lastModified: string
  /** Values of `Link` headers: the feed itself, and its hub if there is one. */
  links: string[]
}
