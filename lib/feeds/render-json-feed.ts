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
      ...describeSurroundings(entry, siteUrl),
    })),
  })
  return JSON.stringify(feed)
}

/** What only JSON Feed has a place for: a picture for lists, and the page that an entry is about. Drawings no reader's list shows. */
function describeSurroundings({ cover, responses = [] }: FeedEntry, siteUrl: string) {
  const [response] = responses
  const isPicture = cover != null && !cover.url.endsWith('.svg')
  return {
    ...(isPicture ? { image: new URL(cover.url, siteUrl).href } : {}),
    ...(response === undefined ? {} : { external_url: response.url }),
  }
}
