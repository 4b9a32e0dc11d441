import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith'
import { createEtag } from '#lib/core/etag.ts'
import { feedTypes } from './feed-links.ts'
import type { Feed, FeedFormat } from './types.ts'

/** What a feed says of one print; `toFeedEntry` of lib/printers makes it. */
export interface PrintsFeedEntry {
  /** Permalink and id. */
  url: string
  title: string
  summary: string
  /** An `h-entry`, with absolute addresses. */
  html: string
  publishedAt: Date
  updatedAt: Date
  pictures: { url: string; type: string; title: string }[]
}

export interface PrintsFeedChannel {
  /** Of the feed itself. */
  url: string
  /** Of the page that it goes with. */
  pageUrl: string
  title: string
  description: string
  language: string
  author: { name: string; url: string }
}

/**
 * A feed of a printer's published prints, newest first. The same entries make the same bytes on any day: nothing in it is the time of
 * the making.
 */
export function renderPrintsFeed(
  format: FeedFormat,
  channel: PrintsFeedChannel,
  entries: readonly PrintsFeedEntry[],
): Feed {
  const updatedAt = new Date(Math.max(0, ...entries.map((entry) => entry.updatedAt.getTime())))
  const shown = entries.map(clean)
  const body = { atom: renderAtom, rss: renderRss, json: renderJson }[format](
    channel,
    shown,
    updatedAt,
  )
  return {
    body,
    contentType: format === 'json' ? feedTypes.json : `${feedTypes[format]}; charset=utf-8`,
    etag: createEtag(body),
    lastModified: updatedAt.toUTCString(),
    links: [`<${channel.url}>; rel="self"`],
  }
}

function renderAtom(
  channel: PrintsFeedChannel,
  entries: readonly PrintsFeedEntry[],
  updatedAt: Date,
): string {
  return generateAtomFeed({
    id: channel.pageUrl,
    title: { value: channel.title },
    subtitle: { value: channel.description },
    updated: updatedAt,
    authors: [{ name: channel.author.name, uri: channel.author.url }],
    xml: { lang: channel.language },
    links: [
      { href: channel.url, rel: 'self', type: feedTypes.atom },
      { href: channel.pageUrl, rel: 'alternate', type: 'text/html' },
    ],
    entries: entries.map((entry) => ({
      id: entry.url,
      title: { value: entry.title },
      published: entry.publishedAt,
      updated: entry.updatedAt,
      links: [
        { href: entry.url, rel: 'alternate', type: 'text/html' },
        ...entry.pictures.map(({ url, type, title }) => ({
          href: url,
          rel: 'enclosure' as const,
          type,
          title,
        })),
      ],
      summary: { value: entry.summary },
      content: { type: 'html', value: entry.html },
    })),
  })
}

/** An enclosure must tell its length, which nobody knows before it is made: 0, as RSS's own advice is. It can have but one. */
function renderRss(
  channel: PrintsFeedChannel,
  entries: readonly PrintsFeedEntry[],
  updatedAt: Date,
): string {
  return generateRssFeed({
    title: channel.title,
    link: channel.pageUrl,
    description: channel.description,
    language: channel.language,
    lastBuildDate: updatedAt,
    atom: { links: [{ href: channel.url, rel: 'self', type: feedTypes.rss }] },
    items: entries.map((entry) => ({
      title: entry.title,
      link: entry.url,
      guid: { value: entry.url, isPermaLink: true },
      pubDate: entry.publishedAt,
      description: entry.summary,
      enclosures: entry.pictures.slice(0, 1).map(({ url, type }) => ({ url, type, length: 0 })),
      media: {
        contents: entry.pictures.map(({ url, type, title }) => ({
          url,
          type,
          medium: 'image' as const,
          title: { value: title },
        })),
      },
      dc: { creators: [channel.author.name] },
      content: { encoded: entry.html },
    })),
  })
}

function renderJson(channel: PrintsFeedChannel, entries: readonly PrintsFeedEntry[]): string {
  const feed = generateJsonFeed({
    title: channel.title,
    description: channel.description,
    language: channel.language,
    home_page_url: channel.pageUrl,
    feed_url: channel.url,
    authors: [channel.author],
    items: entries.map((entry) => ({
      id: entry.url,
      url: entry.url,
      title: entry.title,
      summary: entry.summary,
      content_html: entry.html,
      date_published: entry.publishedAt,
      date_modified: entry.updatedAt,
      ...(entry.pictures[0] ? { image: entry.pictures[0].url } : {}),
      attachments: entry.pictures.map(({ url, type, title }) => ({ url, mime_type: type, title })),
    })),
  })
  return JSON.stringify(feed)
}

/** XML has no way to write most control characters: one in a job's name would make the whole feed unreadable. */
function clean(entry: PrintsFeedEntry): PrintsFeedEntry {
  const without = (text: string) => text.replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '')
  return {
    ...entry,
    title: without(entry.title),
    summary: without(entry.summary),
    html: without(entry.html),
    pictures: entry.pictures.map((picture) => ({ ...picture, title: without(picture.title) })),
  }
}
