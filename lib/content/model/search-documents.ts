import type MiniSearch from 'minisearch'
import type { SearchResult as Match, Query, SearchOptions } from 'minisearch'
import {
  extractMatch,
  highlightMatches,
  isUnspaced,
  listQueryTerms,
  listSearchable,
  listTerms,
  normaliseText,
} from './search-text.ts'
import type { Content, SearchableDocument, SearchResult } from './types.ts'

interface Index {
  documents: SearchableDocument[]
  /** Documents are indexed by their position in `documents`. */
  engine: MiniSearch
  /** All terms of the index. */
  vocabulary: Set<string>
}

/** Where a match counts most, first. */
const fields = ['label', 'topics', 'tagline', 'headings', 'text'] as const
const boost = { label: 12, topics: 8, tagline: 5, headings: 4, text: 1 } as const satisfies Record<
  (typeof fields)[number],
  number
>
const maxWords = 8
const minPrefixLength = 4
/** Shorter words are not searched within other words, and must be spelt correctly. */
export const minFuzzyLength = 4

const indexes = new WeakMap<Content, Promise<Index>>()

/**
 * Finds documents that have every word of the query, or words that begin with it. If there are none, words may also contain it or be
 * spelt similarly. Matches in titles come before those in tags, taglines, headings and the text; then the more relevant first, then
 * the newest.
 *
 * `isExact` is false for documents found in the second way.
 *
 * The index is built at the first search and belongs to the content it was built from. Texts are read again for the excerpts.
 */
export async function searchDocuments(
  content: Content,
  query: string,
  limit = 30,
): Promise<{ found: SearchResult[]; total: number; isExact: boolean }> {
  const words = listWords(query)
  if (words.length === 0) return { found: [], total: 0, isExact: true }
  const pending = indexes.get(content) ?? buildIndex(content)
  indexes.set(content, pending)
  pending.catch(() => indexes.delete(content)) // the next search tries again
  const { documents, engine, vocabulary } = await pending

  const terms = words.flatMap(listQueryTerms)
  const exact = engine.search(terms.join(' '), searchOptions)
  const matches =
    exact.length > 0 ? exact : engine.search(toLooseQuery(terms, vocabulary), searchOptions)
  const ranked = matches
    .map((match) => ({ match, place: findPlace(match) }))
    .sort((a, b) => a.place - b.place || b.match.score - a.match.score || a.match.id - b.match.id)
  const found = await Promise.all(
    ranked.slice(0, limit).map(({ match }) => {
      const document = documents[match.id as number] // ids are positions
      if (document === undefined) throw new Error('The search index has an unknown document')
      return createResult(content, document, exact.length > 0 ? words : match.terms)
    }),
  )
  return { found, total: ranked.length, isExact: exact.length > 0 }
}

const searchOptions: SearchOptions = {
  boost,
  combineWith: 'AND',
  prefix: usesPrefix,
  // No normalisation by length: a long post is not less relevant than a short one.
  bm25: { k: 1.2, b: 0, d: 0.5 },
  tokenize: (terms) => terms.split(' '),
}

export function listWords(query: string): string[] {
  const words = normaliseText(query).match(/[\p{L}\p{N}][^\s"]*/gu) ?? []
  return [
    ...new Set(words.map((word) => word.replace(/(?<![^\p{L}\p{N}])[^\p{L}\p{N}]+$/u, ''))),
  ].slice(0, maxWords)
}

function toLooseQuery(terms: readonly string[], vocabulary: ReadonlySet<string>): Query {
  const queries = terms.map((term, index): Query => {
    const prefix = usesPrefix(term, index, terms)
    if (term.length < minFuzzyLength) return { combineWith: 'OR', queries: [term], prefix }
    const containing = [...vocabulary].filter((known) => known.includes(term))
    return containing.length > 0
      ? { combineWith: 'OR', queries: containing, prefix: false }
      : { combineWith: 'OR', queries: [term], fuzzy: term.length < 6 ? 1 : 2, prefix }
  })
  return { combineWith: 'AND', queries }
}

/** A word that is being typed is the last one. Of the words before it, "a" must not find everything that begins with it. */
export function usesPrefix(term: string, index: number, terms: readonly string[]): boolean {
  return index === terms.length - 1 || term.length >= minPrefixLength || isUnspaced(term)
}

/** Position in `fields` of the best field with a match. */
function findPlace({ match }: Match): number {
  let best: number = fields.length
  for (const term in match)
    for (const field of match[term] ?? [])
      best = Math.min(best, fields.indexOf(field as (typeof fields)[number])) // one of them
  return best
}

async function buildIndex(content: Content): Promise<Index> {
  // A visitor who doesn't search costs neither the library nor the index.
  const { default: Engine } = await import('minisearch')
  const vocabulary = new Set<string>()
  const engine = new Engine({
    fields: [...fields],
    tokenize: (text) => listTerms(normaliseText(text)),
    processTerm: (term) => {
      vocabulary.add(term)
      return term
    },
    searchOptions: { processTerm: (term) => term },
  })
  const documents = listSearchable(content)
  for (const [id, document] of documents.entries())
    engine.add({
      id,
      label: document.label,
      topics: listTopics(document).join(' '),
      tagline: document.tagline ?? '',
      headings: document.headings.map((heading) => heading.text).join(' '),
      text: await content.readText(document),
    })
  return { documents, engine, vocabulary }
}

function listTopics(document: SearchableDocument): string[] {
  if (document.kind === 'page') return []
  const projects = document.kind === 'post' ? document.projects.map(({ title }) => title) : []
  return [...projects, ...document.tags]
}

async function createResult(
  content: Content,
  document: SearchableDocument,
  words: readonly string[],
): Promise<SearchResult> {
  const topics = listTopics(document).map((topic) => highlightMatches(topic, words))
  return {
    document,
    topics: topics.filter((parts) => parts.some(({ isMatch }) => isMatch)),
    label: highlightMatches(document.label, words),
    excerpt:
      extractMatch(await content.readText(document), words) ??
      highlightMatches(document.excerptText, words),
  }
}
