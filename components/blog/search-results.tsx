import type {
  SearchableDocument,
  SearchResult,
  SearchResultPart,
  Tag,
} from '#lib/content/model/types.ts'
import { type FoundPrint, SearchedPrinters, SearchedPrints } from '../prints/searched-prints.tsx'
import { formatWrittenDay } from './written-at.tsx'

const maxTags = 12

/** Printers, then documents, best first, then prints, newest first. */
export function SearchResults({
  found,
  printers = [],
  prints = [],
}: {
  found: readonly SearchResult[]
  printers?: readonly FoundPrint['printer'][]
  prints?: readonly FoundPrint[] | 'outage'
}) {
  if (prints === 'outage')
    return (
      <>
        <FoundDocuments found={found} />
        <p className="lead mt-8">Prints can’t be searched right now. Try again in a minute.</p>
      </>
    )
  if (found.length + printers.length + prints.length === 0)
    return (
      <p className="lead">
        Try fewer words, or{' '}
        <a className="text-link" href="/tags">
          browse the tags
        </a>
        .
      </p>
    )
  return (
    <>
      {printers.length > 0 && <SearchedPrinters printers={printers} />}
      <FoundDocuments found={found} />
      {prints.length > 0 && <SearchedPrints prints={prints} />}
    </>
  )
}

function FoundDocuments({ found }: { found: readonly SearchResult[] }) {
  if (found.length === 0) return null
  return (
    <section aria-label="Posts, projects and pages" className="not-first:mt-7">
      <ol className="grid gap-7">
        {found.map(({ document, label, excerpt, topics }) => (
          <li className="h-entry post-line" key={document.path}>
            <Kind document={document} />
            <h2 className="post-title">
              <a className="p-name u-url" href={document.path}>
                <bdi>
                  <Marked parts={label} />
                </bdi>
              </a>
            </h2>
            <p className="p-summary text-pretty text-quiet" dir="auto">
              <Marked parts={excerpt} />
            </p>
            {topics.length > 0 && (
              <ul className="tag-links text-(length:--text-small)">
                {topics.map((parts) => (
                  <li className="p-category" key={parts.map(({ text }) => text).join('')}>
                    <Marked parts={parts} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** The number of results, or that nothing matches and they are only similar. This live region stays in the page, so that screen readers announce its changes. */
export function SearchStatus({
  query,
  shown,
  total,
  isExact = true,
}: {
  query: string
  shown: number
  total: number
  isExact?: boolean
}) {
  const count = total === 1 ? '1 result' : `${total} results`
  const none = total === 0 ? `No results for “${query}”.` : null
  const similar = isExact ? null : `No exact match for “${query}”. These are similar:`
  const best = total > shown ? `, showing the best ${shown}` : ''
  return (
    <p
      className="max-w-[30em] text-[clamp(1.25rem,1.1rem+0.7vw,1.625rem)] [font-weight:650] not-empty:mb-8"
      id="search-status"
      role="status"
    >
      {query !== '' && (none ?? similar ?? count + best)}
    </p>
  )
}

/** In the margin: the day of a post, the kind of anything else. */
function Kind({ document }: { document: SearchableDocument }) {
  if (document.kind !== 'post') return <p className="label post-day text-quiet">{document.kind}</p>
  return (
    <time className="label post-day text-quiet dt-published" dateTime={document.publishedAt.text}>
      {formatWrittenDay(document.date)}
    </time>
  )
}

function Marked({ parts }: { parts: readonly SearchResultPart[] }) {
  let at = 0
  return parts.map(({ text, isMatch }) => {
    at += text.length
    return isMatch ? <mark key={at}>{text}</mark> : text
  })
}

/** Shown before a search: the most used tags. */
export function SearchStart({ tags }: { tags: readonly Tag[] }) {
  if (tags.length === 0) return null
  return (
    <section className="grid gap-2">
      <h2 className="label">Popular tags</h2>
      <ul className="tag-links">
        {tags.slice(0, maxTags).map(({ tag, path }) => (
          <li key={tag}>
            <a href={path}>{tag}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}
