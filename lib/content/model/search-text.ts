import type { Content, SearchableDocument, SearchResultPart } from './types.ts'

const excerptChars = 220
/** Characters of the excerpt before its first match. */
const leadChars = 60
const maxSpan = excerptChars - leadChars

/** Typographic characters and how they are typed. */
const typedCharacters: Record<string, string> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
}

/** Scripts without spaces between words, where a word may begin at any character. */
const unspacedScripts =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const unspaced = new RegExp(`[${unspacedScripts}]`, 'u')
const tokens = new RegExp(
  `[${unspacedScripts}]+|(?:(?![${unspacedScripts}])[\\p{L}\\p{M}\\p{N}])+`,
  'gu',
)

export function isUnspaced(text: string): boolean {
  return unspaced.test(text)
}

/** Everything that the search and the suggestions look at: posts newest first, then projects and pages. */
export function listSearchable(content: Content): SearchableDocument[] {
  return [
    ...content.posts,
    ...content.projects.map((project) => ({ ...project, label: project.title })),
    ...content.pages.map((page) => ({ ...page, label: page.title })),
  ]
}

/** Folds case, accents and typographic characters. The result has the same length, so that positions in it apply to the original. */
export function normaliseText(text: string): string {
  // Only non-ASCII characters one by one: a thousand posts have millions of characters.
  return text.replace(/[A-Z]+|[^\p{ASCII}]/gu, (letters) => {
    if (letters < '\u0080') return letters.toLowerCase()
    const typed = typedCharacters[letters]
    if (typed !== undefined) return typed
    const plain = letters.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    return plain.length === letters.length ? plain : letters
  })
}

/**
 * Splits normalised text into index terms. A run of a script without spaces becomes its overlapping pairs of characters, which find any
 * part of two characters or more by their terms, and a single character as the prefix of one.
 */
export function listTerms(text: string): string[] {
  return (text.match(tokens) ?? []).flatMap((token) => {
    if (!unspaced.test(token)) return [token]
    const characters = [...token]
    return characters.map((character, index) => character + (characters[index + 1] ?? ''))
  })
}

/** The terms of one word of a query. Unlike in the index, the last character of an unspaced run has no term if a pair contains it. */
export function listQueryTerms(word: string): string[] {
  const terms = listTerms(word)
  return terms.filter((term, index) => {
    const isLastCharacter = isUnspaced(term) && [...term].length === 1
    return !isLastCharacter || !isUnspaced(terms[index - 1] ?? '')
  })
}

/** False within a word: "print" begins a word in "3D-printing" but not in "footprint". The text is normalised. */
export function beginsWord(text: string, at: number): boolean {
  return at === 0 || !isWordCharacter(text.charAt(at - 1)) || unspaced.test(text.charAt(at))
}

/** Compares ASCII without a regular expression: an excerpt checks thousands of characters. */
function isWordCharacter(character: string): boolean {
  if (character > '\u007f') return /[\p{L}\p{N}]/u.test(character)
  return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9')
}

/** Splits the text at the search terms. A term within a word is marked only if no word begins with it. */
export function highlightMatches(text: string, words: readonly string[]): SearchResultPart[] {
  const matches = findMatches(normaliseText(text), words)
  const parts: SearchResultPart[] = []
  let from = 0
  for (const { at, length } of matches) {
    if (at < from) continue
    if (at > from) parts.push({ text: text.slice(from, at), isMatch: false })
    parts.push({ text: text.slice(at, at + length), isMatch: true })
    from = at + length
  }
  if (from < text.length) parts.push({ text: text.slice(from), isMatch: false })
  return parts
}

/** The part of a text with most of the search terms; null if it has none. */
export function extractMatch(text: string, words: readonly string[]): SearchResultPart[] | null {
  const matches = findMatches(normaliseText(text), words)
  const counts = new Map<string, number>()
  let best = { count: 0, at: 0 }
  let end = 0
  for (const { word, at } of matches) {
    for (let next = matches[end]; next && next.at <= at + maxSpan; next = matches[++end])
      counts.set(next.word, (counts.get(next.word) ?? 0) + 1)
    if (counts.size > best.count) best = { count: counts.size, at }
    if (best.count === words.length) break
    const left = (counts.get(word) ?? 0) - 1
    if (left > 0) counts.set(word, left)
    else counts.delete(word)
  }
  if (best.count === 0) return null
  const from = Math.max(0, best.at - leadChars)
  const to = Math.min(text.length, from + excerptChars)
  const whole = text.slice(from, to)
  // Cut between words.
  const head = from === 0 ? whole : `…${whole.replace(/^\S*\s/, '')}`
  return highlightMatches(to === text.length ? head : `${head.replace(/\s\S*$/, '')}…`, words)
}

/** Positions of the terms in normalised text, in its order: at the beginning of words, or within words for a term that begins none. */
function findMatches(text: string, words: readonly string[]) {
  return words
    .flatMap((word) => {
      const all: { word: string; at: number; length: number }[] = []
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
        all.push({ word, at, length: word.length })
      const beginnings = all.filter(({ at }) => beginsWord(text, at))
      return beginnings.length > 0 ? beginnings : all
    })
    .sort((a, b) => a.at - b.at || b.length - a.length)
}
