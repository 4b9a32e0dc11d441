import { beginsWord, endsWord } from './normalise-text.ts'

/** A document as it is searched: every part folded. */
export interface IndexedDocument {
  label: string
  tags: string
  tagline: string
  headings: string
  text: string
}

/** What a place says about the document: its title more than its tags, these more than any word of its text. */
const weights = { label: 12, tags: 8, tagline: 5, headings: 4, text: 1 } as const satisfies Record<
  keyof IndexedDocument,
  number
>
const parts = Object.keys(weights) as (keyof IndexedDocument)[] // keys of the table just above

/** A word that only stands within others ("print" in "footprint") counts for little; shorter ones than this not at all. */
const withinFactor = 0.2
const fewestWithin = 4

/** How well a document answers these folded words: 0 where one of them stands nowhere in it. */
export function rankResults(document: IndexedDocument, words: readonly string[]): number {
  let sum = 0
  for (const word of words) {
    let best = 0
    for (const part of parts) {
      const weight = weights[part]
      // The parts come heaviest first: what can't be beaten any more needn't be searched.
      if (best >= weight * 1.5) break
      best = Math.max(best, weight * weigh(document[part], word))
    }
    if (best === 0) return 0
    sum += best
  }
  const phrase = words.join(' ')
  if (words.length > 1) sum += parts.some((part) => document[part].includes(phrase)) ? 6 : 0
  return sum
}

/** 1.5 for the whole word, 1 for the beginning of one, little for a part of one, 0 for none. */
function weigh(text: string, word: string): number {
  let best = 0
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (!beginsWord(text, at)) best ||= word.length < fewestWithin ? 0 : withinFactor
    else if (endsWord(text, at + word.length)) return 1.5
    else best = 1
  }
  return best
}
