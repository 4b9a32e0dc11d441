import { createEtag } from '#lib/core/etag.ts'
import { feedPaths, feedTypes } from './feed-links.ts'
import { renderAtom } from './render-atom.ts'
import { renderJsonFeed } from './render-json-feed.ts'
import { renderRss } from './render-rss.ts'
import type { Feed, FeedChannel, FeedEntry, FeedFormat } from './types.ts'

/** Enough for a reader that was away for long; whole posts make a feed heavy. */
export const maxEntries = 20

const renderers = { atom: renderAtom, rss: renderRss, json: renderJsonFeed } as const

/**
 * A feed of these entries, newest first; those beyond `maxEntries` are left out.
 * The same entries make the same bytes on any day: nothing in it is the time of the build.
 */
export function renderFeed(
  format: FeedFormat,
  channel: FeedChannel,
  entries: readonly FeedEntry[],
): Feed {
  const shown = entries.slice(0, maxEntries).map(clean)
  const times = shown.map((entry) => (entry.updatedAt ?? entry.publishedAt).instant.getTime())
  const updatedAt = new Date(Math.max(0, ...times))
  const url = channel.siteUrl + feedPaths[format]
  const body = renderers[format](channel, shown, { url, updatedAt })
  const hub = channel.hubUrl === null ? [] : [`<${channel.hubUrl}>; rel="hub"`]
  return {
    body,
    contentType: format === 'json' ? feedTypes.json : `${feedTypes[format]}; charset=utf-8`,
    etag: createEtag(body),
    lastModified: updatedAt.toUTCString(),
    links: [`<${url}>; rel="self"`, ...hub],
  }
}

/** XML has no way to write most control characters: one in a post would make the whole feed unreadable. */
function clean(entry: FeedEntry): FeedEntry {
  const without = (text: string) => text.replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '')
  return {
    ...entry,
    title: entry.title === null ? null : without(entry.title),
    label: without(entry.label),
    excerptText: without(entry.excerptText),
    feedHtml: without(entry.feedHtml),
  }
}
