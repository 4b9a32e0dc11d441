export interface FeedDate {
  instant: Date
}

/** What a feed says of one post; a `Post` of lib/content with its body fits as it is. */
export interface FeedEntry {
  /** Permalink and id. */
  url: string
  /** Null for a note: only Atom must have one, and takes `label`. */
  title: string | null
  label: string
  excerptText: string
  /** Whole, with absolute addresses. */
  feedHtml: string
  tags: readonly string[]
  /** The picture that stands for it; below the site's origin, or elsewhere. */
  cover?: { url: string } | null
  /** Pages of others that it answers. */
  responses?: readonly { url: string }[]
  publishedAt: FeedDate
  updatedAt: FeedDate | null
}

export interface FeedChannel {
  /** Origin without a slash at its end. */
  siteUrl: string
  title: string
  description: string
  language: string
  author: { name: string; url: string }
  /** A WebSub hub that tells readers of news; null where none is set. */
  hubUrl: string | null
}

export const feedFormats = ['atom', 'rss', 'json'] as const
export type FeedFormat = (typeof feedFormats)[number]

export interface Feed {
  body: string
  contentType: string
  /** Strong: the hash of the body. */
  etag: string
  /** Of the newest change in it, as an HTTP date; two builds of the same posts say the same. */
  lastModified: string
  /** Values of `Link` headers: the feed itself, and its hub where one is set. */
  links: string[]
}
