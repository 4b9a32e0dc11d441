import { generateJsonFeed } from 'feedsmith'
import type { FeedChannel, FeedEntry } from './types.ts'

export function renderJsonFeed(
  channel: FeedChannel,
  entries: readonly FeedEntry[],
  { url }: { url: string },
): string {
  const { siteUrl, title, description, language, author, hubUrl } = channel
  const feed = generateJsonFeed({
    title,
    description,
    language,
    home_page_url: `${siteUrl}/`,
    feed_url: url,
    authors: [author],
    ...(hubUrl === null ? {} : { hubs: [{ type: 'WebSub', url: hubUrl }] }),
    items: entries.map((entry) => ({
      id: entry.url,
      url: entry.url,
      ...(entry.title === null ? {} : { title: entry.title }),
      summary: entry.excerptText,
      content_html: entry.feedHtml,
      date_published: entry.publishedAt.instant,
      ...(entry.updatedAt === null ? {} : { date_modified: entry.updatedAt.instant }),
      tags: [...entry.tags],
    })),
  })
  return JSON.stringify(feed)
}
