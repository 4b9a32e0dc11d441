import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith'
import { feedTypes } from './feed-links.ts'
import type { CompleteEntry, FeedChannel } from './types.ts'

/** Atom requires a title: a note's label is used. */
export function renderAtom(
  channel: FeedChannel,
  entries: readonly CompleteEntry[],
  updatedAt: Date,
): string {
  const { url, pageUrl, title, description, language, author, hubUrl } = channel
  return generateAtomFeed({
    id: pageUrl,
    title: { value: title },
    subtitle: { value: description },
    updated: updatedAt,
    authors: [{ name: author.name, uri: author.url }],
    xml: { lang: language },
    links: [
      { href: url, rel: 'self', type: feedTypes.atom },
      { href: pageUrl, rel: 'alternate', type: 'text/html' },
      ...(hubUrl === null ? [] : [{ href: hubUrl, rel: 'hub' }]),
    ],
    entries: entries.map((entry) => ({
      id: entry.url,
      title: { value: entry.title ?? entry.label },
      published: entry.publishedAt,
      updated: entry.updatedAt ?? entry.publishedAt,
      links: [
        { href: entry.url, rel: 'alternate', type: 'text/html' },
        ...(entry.enclosures ?? []).map(({ url: href, type, title: label }) => ({
          href,
          rel: 'enclosure' as const,
          type,
          title: label,
        })),
      ],
      categories: (entry.tags ?? []).map((term) => ({ term })),
      summary: { value: entry.summary },
      ...(entry.responses && { thr: { total: entry.responses.replies } }),
      content: { type: 'html', value: entry.html },
    })),
  })
}

/**
 * The author is in `dc:creator`, because RSS's `author` must be a mail address. An item can have one enclosure, whose length is unknown
 * before the file is made: 0, as RSS's specification advises. Media RSS lists all of them.
 */
export function renderRss(
  channel: FeedChannel,
  entries: readonly CompleteEntry[],
  updatedAt: Date,
): string {
  const { url, pageUrl, title, description, language, author, hubUrl } = channel
  return generateRssFeed({
    title,
    link: pageUrl,
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
      pubDate: entry.publishedAt,
      description: entry.summary,
      categories: (entry.tags ?? []).map((name) => ({ name })),
      enclosures: (entry.enclosures ?? [])
        .slice(0, 1)
        .map(({ url: fileUrl, type }) => ({ url: fileUrl, type, length: 0 })),
      media: {
        contents: (entry.enclosures ?? []).map(({ url: fileUrl, type, title: label }) => ({
          url: fileUrl,
          type,
          medium: 'image' as const,
          title: { value: label },
        })),
      },
      dc: { creators: [author.name] },
      ...(entry.responses && { slash: { comments: entry.responses.replies } }),
      content: { encoded: entry.html },
    })),
  })
}

export function renderJsonFeed(channel: FeedChannel, entries: readonly CompleteEntry[]): string {
  const { url, pageUrl, title, description, language, author, hubUrl } = channel
  const feed = generateJsonFeed({
    title,
    description,
    language,
    home_page_url: pageUrl,
    feed_url: url,
    authors: [author],
    ...(hubUrl === null ? {} : { hubs: [{ type: 'WebSub', url: hubUrl }] }),
    items: entries.map((entry) => ({
      id: entry.url,
      url: entry.url,
      ...(entry.title === null ? {} : { title: entry.title }),
      summary: entry.summary,
      content_html: entry.html,
      date_published: entry.publishedAt,
      ...(entry.updatedAt === null ? {} : { date_modified: entry.updatedAt }),
      ...(entry.tags && { tags: [...entry.tags] }),
      ...(entry.image ? { image: entry.image } : {}),
      ...(entry.externalUrl ? { external_url: entry.externalUrl } : {}),
      ...(entry.responses && { _paparazza: { ...entry.responses } }),
      ...(entry.enclosures && {
        attachments: entry.enclosures.map(({ url: fileUrl, type, title: label }) => ({
          url: fileUrl,
          mime_type: type,
          title: label,
        })),
      }),
    })),
  })
  return JSON.stringify(feed)
}
