import { generateAtomFeed } from 'feedsmith'
import { feedTypes } from './feed-links.ts'
import type { FeedChannel, FeedEntry } from './types.ts'

/** Every entry has the title that Atom asks for: a note's first words stand in. */
export function renderAtom(
  channel: FeedChannel,
  entries: readonly FeedEntry[],
  { url, updatedAt }: { url: string; updatedAt: Date },
): string {
  const { siteUrl, title, description, language, author, hubUrl } = channel
  const home = `${siteUrl}/`
  return generateAtomFeed({
    id: home,
    title: { value: title },
    subtitle: { value: description },
    updated: updatedAt,
    authors: [{ name: author.name, uri: author.url }],
    xml: { lang: language },
    links: [
      { href: url, rel: 'self', type: feedTypes.atom },
      { href: home, rel: 'alternate', type: 'text/html' },
      ...(hubUrl === null ? [] : [{ href: hubUrl, rel: 'hub' }]),
    ],
    entries: entries.map((entry) => ({
      id: entry.url,
      title: { value: entry.title ?? entry.label },
      published: entry.publishedAt.instant,
      updated: (entry.updatedAt ?? entry.publishedAt).instant,
      links: [{ href: entry.url, rel: 'alternate', type: 'text/html' }],
      categories: entry.tags.map((term) => ({ term })),
      summary: { value: entry.excerptText },
      content: { type: 'html', value: entry.feedHtml },
    })),
  })
}
