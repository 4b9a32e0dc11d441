import { type FoundEntry, type Item, isItem, type Parsed, toText, type Value } from './entry.ts'
import { maxNameLength, toPlainText, toWebUrl } from './plain-text.ts'

export interface Author {
  name: string | null
  url: string | null
  photo: string | null
}

const nobody: Author = { name: null, url: null, photo: null }

/** Reads another page of the source's choice; `null` where it can't be read. */
export type ReadPage = (url: string) => Promise<Parsed | null>

/** The author of an entry, by the authorship algorithm (indieweb.org/authorship). */
export async function findAuthor(
  page: Parsed,
  found: FoundEntry | null,
  readPage: ReadPage,
): Promise<Author> {
  const given = found?.entry.properties.author?.[0] ?? found?.feed?.properties.author?.[0] ?? null
  const card = given === null ? nobody : toAuthor(given)
  if (card.name !== null) return card
  const url = card.url ?? toWebUrl(page.rels.author?.[0])
  if (url === null) return nobody
  const authorPage = await readPage(url)
  return (authorPage && findRepresentative(authorPage, url)) ?? { ...card, url }
}

function toAuthor(value: Value): Author {
  if (isItem(value)) {
    const url = toWebUrl(toText(value.properties.url?.[0]))
    const name = toText(value.properties.name?.[0]) ?? ''
    const photo = toWebUrl(toText(value.properties.photo?.[0]))
    return { name: toPlainText(name, maxNameLength), url, photo }
  }
  const text = toText(value) ?? ''
  const url = /^https?:\/\//.test(text) ? toWebUrl(text) : null
  return { ...nobody, url, name: url === null ? toPlainText(text, maxNameLength) : null }
}

/** The h-card of the person whose page it is (microformats.org/wiki/representative-h-card-parsing). */
function findRepresentative(page: Parsed, url: string): Author | null {
  const cards = page.items.filter(({ type }) => type?.includes('h-card'))
  const has = (card: Item, name: string, wanted: readonly string[]) =>
    (card.properties[name] ?? []).some((value) => wanted.includes(toWebUrl(toText(value)) ?? ''))
  const me = (page.rels.me ?? []).flatMap((link) => toWebUrl(link) ?? [])
  const ofUrl = cards.filter((card) => has(card, 'url', [url]))
  const card =
    ofUrl.find((one) => has(one, 'uid', [url])) ??
    cards.find((one) => has(one, 'url', me)) ??
    (ofUrl.length === 1 ? ofUrl[0] : undefined)
  return card === undefined ? null : { ...toAuthor(card), url }
}
