import { type FeedFormat, feedFormats } from './types.ts'

/** Paths of the posts' feeds. */
export const feedPaths = {
  atom: '/atom.xml',
  rss: '/rss.xml',
  json: '/feed.json',
} as const satisfies Record<FeedFormat, string>

/** For `<link rel="alternate">` and Content-Type. */
export const feedTypes = {
  atom: 'application/atom+xml',
  rss: 'application/rss+xml',
  json: 'application/feed+json',
} as const satisfies Record<FeedFormat, string>

export const feedFormatNames = {
  atom: 'Atom',
  rss: 'RSS',
  json: 'JSON Feed',
} as const satisfies Record<FeedFormat, string>

interface FeedLink {
  type: string
  title: string
  href: string
}

/** `<link rel="alternate">` of the posts' feeds for every page. Atom is first, because readers that take one take the first. */
export function listFeedLinks({ siteUrl, title }: { siteUrl: string; title: string }): FeedLink[] {
  return feedFormats.map((format) => ({
    type: feedTypes[format],
    title: `${title} (${feedFormatNames[format]})`,
    href: siteUrl + feedPaths[format],
  }))
}
