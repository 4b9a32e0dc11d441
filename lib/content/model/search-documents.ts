import { normaliseText } from './normalise-text.ts'
import { type IndexedDocument, rankResults } from './rank-results.ts'
import { extractMatch, highlightMatches } from './search-excerpt.ts'
import type { Content, SearchableText, SearchResult } from './types.ts'

interface Entry {
  document: SearchableText
  topics: string[]
  /** As it is read; `folded.text` is as long. */
  text: string
  folded: IndexedDocument
}

const indexes = new WeakMap<Content, Promise<Entry[]>>()
const maxWords = 8

/**
 * Documents in which every word of the query begins a word, or stands within one; best first, see rank-found.ts, and of equals
 * the newest. The texts are read at the first question and kept: some 20 kB of memory a post.
 */
export async function searchDocuments(
  content: Content,
  query: string,
  limit = 30,
): Promise<{ found: SearchResult[]; total: number }> {
  const words = listWords(query)
  if (words.length === 0) return { found: [], total: 0 }
  const known = indexes.get(content) ?? readAll(content)
  indexes.set(content, known)
  known.catch(() => indexes.delete(content)) // asked again, it may be well
  const ranked = (await known)
    .map((entry) => ({ entry, score: rankResults(entry.folded, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
  const found = ranked.slice(0, limit).map(({ entry }) => show(entry, words))
  return { found, total: ranked.length }
}

function listWords(query: string): string[] {
  const words = normaliseText(query).match(/[\p{L}\p{N}][^\s"]*/gu) ?? []
  return [...new Set(words.map((word) => word.replace(/[^\p{L}\p{N}]+$/u, '')))].slice(0, maxWords)
}

async function readAll(content: Content): Promise<Entry[]> {
  const named: SearchableText[] = [
    ...content.posts,
    ...content.projects.map((project) => ({ ...project, label: project.title })),
    ...content.pages.map((page) => ({ ...page, label: page.title })),
  ]
  const entries: Entry[] = []
  for (const document of named) {
    const text = await content.readText(document)
    const tags = 'tags' in document ? document.tags : []
    const projects = document.kind === 'post' ? document.projects.map(({ title }) => title) : []
    const topics = [...projects, ...tags]
    const folded = {
      label: normaliseText(document.label),
      tags: normaliseText(topics.join(' ')),
      tagline: normaliseText(document.tagline ?? ''),
      headings: normaliseText(document.headings.map((heading) => heading.text).join(' ')),
      text: normaliseText(text),
    }
    entries.push({ document, topics, text, folded })
  }
  return entries
}

function show({ document, topics, text, folded }: Entry, words: readonly string[]): SearchResult {
  const marked = topics.map((topic) => highlightMatches(topic, words))
  return {
    document,
    topics: marked.filter((parts) => parts.some(({ isMatch }) => isMatch)),
    label: highlightMatches(document.label, words),
    excerpt:
      extractMatch(text, folded.text, words) ?? highlightMatches(document.excerptText, words),
  }
}
