import { normalisePath } from '../read/retired-paths.ts'
import { listPostsOfDay, parsePermalink } from './resolve-route.ts'
import { beginsWord, listSearchable, normaliseText } from './search-text.ts'
import type { Content, SearchableDocument } from './types.ts'

/** Shorter words are in too many paths: `/en/a/12`. */
const minWordLength = 3
/** Path segments that say nothing about the document. */
const genericWords = /^(?:blog|posts?|articles?|projects?|tags?|pages?|index|html?|php|www)$/
const maxSuggestions = 3

/**
 * Suggests documents for a path that doesn't exist: those whose name or title has at least half of its words, best first, then the
 * posts of its day. Doesn't use the search index, because bots request such paths by the thousand.
 */
export function suggestDocuments(content: Content, path: string): SearchableDocument[] {
  const words = [...new Set(normaliseText(path).match(/\p{L}+/gu) ?? [])].filter(
    (word) => word.length >= minWordLength && !genericWords.test(word),
  )
  const permalink = parsePermalink(normalisePath(path))
  const ofDay = new Set(
    permalink && listPostsOfDay(content, permalink.date).map(({ path }) => path),
  )
  if (words.length === 0 && ofDay.size === 0) return []
  return listSearchable(content)
    .map((document) => {
      const share = words.length === 0 ? 0 : countWords(document, words) / words.length
      return { document, rank: share >= 0.5 ? share : ofDay.has(document.path) ? 0.1 : 0 }
    })
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .slice(0, maxSuggestions)
    .map(({ document }) => document)
}

function countWords({ path, label }: SearchableDocument, words: readonly string[]): number {
  const names = normaliseText(`${path.split('/').at(-1)} ${label}`)
  return words.filter((word) => {
    for (let at = names.indexOf(word); at >= 0; at = names.indexOf(word, at + 1))
      if (beginsWord(names, at)) return true
    return false
  }).length
}
