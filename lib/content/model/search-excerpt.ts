import { beginsWord, normaliseText } from './normalise-text.ts'
import type { SearchResultPart } from './types.ts'

const excerptChars = 220
/** Of the excerpt, ahead of its first word that was looked for. */
const leadChars = 60

/** The text in parts, those that were looked for marked. A word within another is marked only where it begins none. */
export function highlightMatches(text: string, words: readonly string[]): SearchResultPart[] {
  const folded = normaliseText(text)
  const places = findPlaces(folded, words)
  const parts: SearchResultPart[] = []
  let from = 0
  for (const { at, length } of places) {
    if (at < from) continue
    if (at > from) parts.push({ text: text.slice(from, at), isMatch: false })
    parts.push({ text: text.slice(at, at + length), isMatch: true })
    from = at + length
  }
  if (from < text.length) parts.push({ text: text.slice(from), isMatch: false })
  return parts
}

/** The stretch of a text in which most of the words stand; null where none does. */
export function extractMatch(
  text: string,
  folded: string,
  words: readonly string[],
): SearchResultPart[] | null {
  const places = findPlaces(folded, words)
  let best = { count: 0, at: 0 }
  for (const [index, { at }] of places.entries()) {
    const within = new Set<string>()
    for (let next = index; next < places.length; next++) {
      const place = places[next]
      if (place === undefined || place.at > at + excerptChars - leadChars) break
      within.add(place.word)
    }
    if (within.size > best.count) best = { count: within.size, at }
    if (best.count === words.length) break
  }
  if (best.count === 0) return null
  const from = Math.max(0, best.at - leadChars)
  const to = Math.min(text.length, from + excerptChars)
  const whole = text.slice(from, to)
  // Begun and ended between words.
  const head = from === 0 ? whole : `…${whole.replace(/^\S*\s/, '')}`
  return highlightMatches(to === text.length ? head : `${head.replace(/\s\S*$/, '')}…`, words)
}

/** Where words begin that were looked for; where one begins nowhere, the places within others. In the order of the text. */
function findPlaces(folded: string, words: readonly string[]) {
  return words
    .flatMap((word) => {
      const all: { word: string; at: number; length: number }[] = []
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length))
        all.push({ word, at, length: word.length })
      const beginnings = all.filter(({ at }) => beginsWord(folded, at))
      return beginnings.length > 0 ? beginnings : all
    })
    .sort((a, b) => a.at - b.at || b.length - a.length)
}
