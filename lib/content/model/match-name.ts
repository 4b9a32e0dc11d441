import { listWords, minFuzzyLength, usesPrefix } from './search-documents.ts'
import { listQueryTerms, listTerms, normaliseText } from './search-text.ts'

/** Compares names with a query by the rules of the search, for names that are in no index. No word matches nothing. */
export function createNameMatcher(query: string) {
  const terms = listWords(query).flatMap(listQueryTerms)
  const everyTerm = (isFound: (term: string, index: number) => boolean) =>
    terms.length > 0 && terms.every(isFound)
  return {
    /** Every word of the query is in the name, or begins a word of it. */
    isMatch(name: string): boolean {
      const words = listTerms(normaliseText(name))
      return everyTerm((term, index) =>
        usesPrefix(term, index, terms)
          ? words.some((word) => word.startsWith(term))
          : words.includes(term),
      )
    },
    /** Longer words may also be within a word. */
    isSimilar(name: string): boolean {
      const text = normaliseText(name)
      return everyTerm((term) =>
        term.length < minFuzzyLength ? listTerms(text).includes(term) : text.includes(term),
      )
    },
  }
}
