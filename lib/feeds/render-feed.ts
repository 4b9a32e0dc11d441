import { removeUnwritable } from '#lib/api/clean-text.ts'
import { createEtag } from '#lib/core/etag.ts'
import { renderAtom, renderJsonFeed, renderRss } from './feed-formats.ts'
import { feedTypes } from './feed-links.ts'
import type { CompleteEntry, Feed, FeedChannel, FeedEntry, FeedFormat } from './types.ts'

/** Enough for a reader that was away for long; complete posts make a feed large. */
export const maxEntries = 20

const renderers = { atom: renderAtom, rss: renderRss, json: renderJsonFeed } as const

/**
 * Renders a feed of the first `maxEntries` entries; they are sorted newest first. The same entries result in the same bytes on any day: the feed doesn't contain the
 * time of its rendering.
 */
export function renderFeed(
  format: FeedFormat,
  channel: FeedChannel,
  entries: readonly FeedEntry[],
): Feed {
  const shown = entries.slice(0, maxEntries).map(normalise)
  const times = shown.map((entry) => (entry.updatedAt ?? entry.publishedAt).getTime())
  const updatedAt = new Date(Math.max(0, ...times))
  // The channel's names too.
  const render = (some: readonly CompleteEntry[]) =>
    removeUnwritable(renderers[format](channel, some, updatedAt))
  const body = render(shown)
  const hub = channel.hubUrl === null ? [] : [`<${channel.hubUrl}>; rel="hub"`]
  return {
    body,
    contentType: format === 'json' ? feedTypes.json : `${feedTypes[format]}; charset=utf-8`,
    etag: createEtag(body),
    announcedVersion:
      channel.hubUrl === null
        ? null
        : createEtag(render(shown.map((entry) => ({ ...entry, responses: null })))),
    lastModified: updatedAt.toUTCString(),
    links: [`<${channel.url}>; rel="self"`, ...hub],
  }
}

/** Adds defaults and removes control characters, most of which XML can't represent: one in a title would make the feed invalid. */
function normalise(entry: FeedEntry): CompleteEntry {
  const {
    tags = null,
    image = null,
    externalUrl = null,
    enclosures = null,
    responses = null,
  } = entry
  const clean = removeUnwritable
  return {
    ...entry,
    title: entry.title === null ? null : clean(entry.title),
    label: clean(entry.label),
    summary: clean(entry.summary),
    html: clean(entry.html),
    tags,
    image,
    externalUrl,
    responses,
    enclosures: enclosures?.map((file) => ({ ...file, title: clean(file.title) })) ?? null,
  }
}
