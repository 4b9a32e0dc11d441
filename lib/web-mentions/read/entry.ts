import { mf2 } from 'microformats-parser'
import { withoutFragment } from './links.ts'

export type Parsed = ReturnType<typeof mf2>
export type Item = Parsed['items'][number]
export type Value = Item['properties'][string][number]

/** The properties by which an entry responds to another page, in the order in which one decides. */
const responses = {
  'in-reply-to': 'reply',
  'like-of': 'like',
  'repost-of': 'repost',
  'bookmark-of': 'bookmark',
} as const

export function parseMicroformats(html: string, baseUrl: string): Parsed {
  return mf2(html, { baseUrl })
}

/** An item's text: of a nested one its `value`. */
export function toText(value: Value | undefined): string | null {
  if (value === undefined) return null
  if (typeof value === 'string') return value
  return 'value' in value && typeof value.value === 'string' ? value.value : null
}

export function isItem(value: Value | undefined): value is Item {
  return typeof value === 'object' && 'properties' in value
}

/** The URLs of a property: of a nested item its `url`. */
function listUrls(value: Value): string[] {
  if (isItem(value)) return (value.properties.url ?? []).flatMap((url) => toText(url) ?? [])
  return [toText(value) ?? '']
}

const isUrl = (value: Value, target: string) =>
  listUrls(value).some((url) => withoutFragment(url) === target)

export type ResponseKind = (typeof responses)[keyof typeof responses] | 'rsvp' | 'mention'

/** How an entry responds to the target; `null`: by none of its properties. */
function findResponse({ properties }: Item, target: string): ResponseKind | null {
  for (const [name, kind] of Object.entries(responses)) {
    if (!(properties[name] ?? []).some((value) => isUrl(value, target))) continue
    return kind === 'reply' && properties.rsvp !== undefined ? 'rsvp' : kind
  }
  return null
}

export interface FoundEntry {
  entry: Item
  /** The h-feed that it is in. */
  feed: Item | null
  kind: ResponseKind
}

/** The entry of a page that speaks of the target: one that responds to it, or has it in its text, or is the page's only one. */
export function findEntry({ items }: Parsed, targetUrl: string): FoundEntry | null {
  const target = withoutFragment(targetUrl) ?? targetUrl
  const all = items.flatMap((item) => listEntries(item, null))
  for (const found of all) {
    const kind = findResponse(found.entry, target)
    if (kind !== null) return { ...found, kind }
  }
  const bare = targetUrl.replace(/#.*/, '')
  const naming = all.find(({ entry }) => JSON.stringify(entry.properties).includes(bare))
  const found = naming ?? (all.length === 1 ? all[0] : undefined)
  return found === undefined ? null : { ...found, kind: 'mention' }
}

const maxDepth = 5

function listEntries(item: Item, feed: Item | null, depth = 0): Omit<FoundEntry, 'kind'>[] {
  if (depth > maxDepth) return []
  const isFeed = item.type?.includes('h-feed') === true
  const own = item.type?.includes('h-entry') === true ? [{ entry: item, feed }] : []
  const inside = (item.children ?? []).flatMap((child) =>
    listEntries(child, isFeed ? item : feed, depth + 1),
  )
  return [...own, ...inside]
}
