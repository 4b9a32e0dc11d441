import { beginsWord, normaliseText } from './normalise-text.ts'
import type { Content, SearchableText } from './types.ts'

/** Shorter ones stand in every address: `/en/a/12`. */
const shortestWord = 3
/** Say where something stands, and nothing of what it is. */
const places = /^(?:blog|posts?|articles?|projects?|tags?|pages?|index|html?|php|www)$/
const maxGuesses = 3

/**
 * What somebody may have meant by an address that leads nowhere: documents whose name or title has most of its words. Looks at no
 * text, since addresses that lead nowhere are asked for by machines, too, a thousand at a time.
 */
export function suggestDocuments(content: Content, path: string): SearchableText[] {
  const words = normaliseText(path).match(/\p{L}+/gu) ?? []
  const asked = [...new Set(words)].filter(
    (word) => word.length >= shortestWord && !places.test(word),
  )
  if (asked.length === 0) return []
  const named: SearchableText[] = [
    ...content.posts,
    ...content.projects.map((project) => ({ ...project, label: project.title })),
    ...content.pages.map((page) => ({ ...page, label: page.title })),
  ]
  return named
    .map((document) => ({ document, share: countWords(document, asked) / asked.length }))
    .filter(({ share }) => share >= 0.5)
    .sort((a, b) => b.share - a.share)
    .slice(0, maxGuesses)
    .map(({ document }) => document)
}

function countWords({ path, label }: SearchableText, asked: readonly string[]): number {
  const names = normaliseText(`${path.split('/').at(-1)} ${label}`)
  return asked.filter((word) => {
    for (let at = names.indexOf(word); at >= 0; at = names.indexOf(word, at + 1))
      if (beginsWord(names, at)) return true
    return false
  }).length
}
