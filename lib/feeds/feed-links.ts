import type { FeedChannel, FeedFormat } from './types.ts'

export const feedPaths = {
  atom: '/atom.xml',
  rss: '/rss.xml',
  json: '/feed.json',
} as const satisfies Record<FeedFormat, string>

/** As `<link rel="alternate">` and as the answer's Content-Type. */
export const feedTypes = {
  atom: 'application/atom+xml',
  rss: 'application/rss+xml',
  json: 'application/feed+json',
} as const satisfies Record<FeedFormat, string>

const names = { atom: 'Atom', rss: 'RSS', json: 'JSON Feed' } as const satisfies Record<
  FeedFormat,
  string
>

export interface FeedLink {
  type: string
  title: string
  href: string
}

/** For `<link rel="alternate">` in every page's head: Atom first, since a reader that takes one takes the first. */
export function listFeedLinks(channel: Pick<FeedChannel, 'siteUrl' | 'title'>): FeedLink[] {
  return (['atom', 'rss', 'json'] as const).map((format) => ({
    type: feedTypes[format],
    title: `${channel.title} (${names[format]})`,
    href: channel.siteUrl + feedPaths[format],
  }))
}
