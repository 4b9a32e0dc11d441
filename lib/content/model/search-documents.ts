import type { Content, DocumentBody, Found } from './types.ts'

interface Searchable {
  document: Found['document']
  head: string
  text: string
  folded: string
}

const indexes = new WeakMap<Content, Promise<Searchable[]>>()
const aroundChars = 90
const maxWords = 8

/**
 * Documents in which every word of the query stands, those that name them in title or tags first, then the newest.
 * The text is read once and kept: some kilobytes a post.
 */
export async function searchDocuments(
  content: Content,
  query: string,
  limit = 30,
): Promise<Found[]> {
  const words = fold(query).split(/\s+/).filter(Boolean).slice(0, maxWords)
  if (words.length === 0) return []
  const known = indexes.get(content) ?? readAll(content)
  indexes.set(content, known)
  return (await known)
    .filter(({ head, folded }) =>
      words.every((word) => head.includes(word) || folded.includes(word)),
    )
    .map((one) => ({ one, inHead: words.filter((word) => one.head.includes(word)).length }))
    .sort((a, b) => b.inHead - a.inHead)
    .slice(0, limit)
    .map(({ one }) => quote(one, words))
}

async function readAll(content: Content): Promise<Searchable[]> {
  const named = [
    ...content.posts,
    ...content.projects.map((project) => ({ ...project, label: project.title })),
    ...content.pages.map((page) => ({ ...page, label: page.title })),
  ]
  const searchable: Searchable[] = []
  // One body at a time: all of a thousand at once would stand in memory together.
  for (const document of named) {
    const text = toText(await content.readBody(document))
    const tags = 'tags' in document ? document.tags.join(' ') : ''
    const head = fold(`${document.label} ${document.tagline ?? ''} ${tags}`)
    searchable.push({ document, head, text, folded: fold(text) })
  }
  return searchable
}

/** Feeds' HTML has no buttons and no anchors, so its text is the words and nothing else. */
function toText({ feedHtml }: DocumentBody): string {
  return feedHtml
    .replace(/<svg[\s\S]*?<\/svg>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) =>
      String.fromCodePoint(Number.parseInt(code, 16)),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Case and accents aside; as long as the text itself, so that a place in one is a place in the other. */
function fold(text: string): string {
  return Array.from(text, (letter) => {
    const plain = letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    return plain.length === letter.length ? plain : letter
  }).join('')
}

function quote({ document, text, folded }: Searchable, words: readonly string[]): Found {
  const places = words.map((word) => ({ at: folded.indexOf(word), length: word.length }))
  const first = places.filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at)[0]
  if (first === undefined) return { document, before: '', match: '', after: '' }
  const from = Math.max(0, first.at - aroundChars)
  const to = Math.min(text.length, first.at + first.length + aroundChars)
  const before = text.slice(from, first.at)
  const after = text.slice(first.at + first.length, to)
  return {
    document,
    before: from === 0 ? before : `…${before.replace(/^\S*/, '')}`,
    match: text.slice(first.at, first.at + first.length),
    after: to === text.length ? after : `${after.replace(/\S*$/, '')}…`,
  }
}
