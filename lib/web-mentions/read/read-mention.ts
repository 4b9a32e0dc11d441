import { fromHtml } from 'hast-util-from-html'
import type { MentionContent, Outcome } from '../types.ts'
import { findAuthor, type ReadPage } from './author.ts'
import { findEntry, type Item, parseMicroformats, toText } from './entry.ts'
import { hasLinkTo, isDeclaredGone } from './links.ts'
import { maxTextLength, toPlainText, toWebUrl } from './plain-text.ts'

/** What a page says of the target. */
export async function readMention(
  html: string,
  about: Source,
  readPage: ReadPage,
): Promise<Outcome> {
  try {
    return await readPageOf(html, about, readPage)
  } catch (error) {
    // The parsers are recursive.
    if (!(error instanceof RangeError)) throw error
    return { kind: 'absent', reason: 'The source is nested too deeply.' }
  }
}

interface Source {
  source: string
  /** After redirects. */
  url: string
  targetUrl: string
}

async function readPageOf(
  html: string,
  { source, url, targetUrl }: Source,
  readPage: ReadPage,
): Promise<Outcome> {
  const tree = fromHtml(html)
  if (isDeclaredGone(tree)) return { kind: 'absent', reason: 'The source says that it is gone.' }
  if (!hasLinkTo(tree, url, targetUrl))
    return { kind: 'absent', reason: 'The source has no link to the target.' }
  const page = parseMicroformats(html, url)
  const found = findEntry(page, targetUrl)
  const author = await findAuthor(page, found, readPage)
  const kind = found?.kind ?? 'mention'
  const content: MentionContent = {
    kind,
    authorName: author.name,
    authorUrl: author.url,
    authorPhoto: author.photo,
    url: toWebUrl(toText(found?.entry.properties.url?.[0])) ?? source,
    text: found === null || kind === 'like' || kind === 'repost' ? null : readText(found.entry),
    publishedAt: readDate(toText(found?.entry.properties.published?.[0])),
  }
  return { kind: 'found', content }
}

function readText({ properties }: Item): string | null {
  const texts = [properties.content, properties.summary, properties.name, properties.rsvp]
  for (const [value] of texts.flatMap((values) => (values ? [values] : []))) {
    const text = toPlainText(toText(value) ?? '', maxTextLength)
    if (text !== null) return text
  }
  return null
}

function readDate(text: string | null): Date | null {
  const ms = Date.parse(text ?? '')
  const isPlausible = ms > 0 && ms < Date.now() + 24 * 60 * 60 * 1000
  return isPlausible ? new Date(ms) : null
}
