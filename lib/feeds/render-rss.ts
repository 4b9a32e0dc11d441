import { generateRssFeed } from 'feedsmith'
import { feedTypes } from './feed-links.ts'
import type { FeedChannel, FeedEntry } from './types.ts'

/** The author stands in `dc:creator`: RSS's own `author` must be a mail address. */
export function renderRss(
  channel: FeedChannel,
  entries: readonly FeedEntry[],
  { url, updatedAt }: { url: string; updatedAt: Date },
): string {
  const { siteUrl, title, description, language, author, hubUrl } = channel
  return generateRssFeed({
    title,
    link: `${siteUrl}/`,
    description,
    language,
    lastBuildDate: updatedAt,
    atom: {
      links: [
        { href: url, rel: 'self', type: feedTypes.rss },
        ...(hubUrl === null ? [] : [{ href: hubUrl, rel: 'hub' }]),
      ],
    },
    items: entries.map((entry) => ({
      ...(entry.title === null ? {} : { title: entry.title }),
      link: entry.url,
      guid: { value: entry.url, isPermaLink: true },
      pubDate: entry.publishedAt.instant,
      description: entry.excerptText,
      categories: entry.tags.map((name) => ({ name })),
      dc: { creators: [author.name] },
      content: { encoded: entry.feedHtml },
    })),
  })
}
