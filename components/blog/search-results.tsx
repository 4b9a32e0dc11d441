import type { Findable, Found, FoundPart } from '#lib/content/model/types.ts'
import { formatWrittenDay } from './written-at.tsx'

/** What was found, best first: an h-feed, so that a search can be followed like any other list. */
export function SearchResults({
  found,
  total,
  query,
}: {
  found: readonly Found[]
  total: number
  query: string
}) {
  if (found.length === 0)
    return (
      <p className="lead" role="status">
        Nothing here says “{query}”. Fewer words, or{' '}
        <a className="text-link" href="/tags">
          the tags
        </a>
        , may lead further.
      </p>
    )
  return (
    <section aria-label="Found" className="h-feed">
      <p className="slug text-quiet" role="status">
        {total === 1 ? 'One place' : `${total} places`}
        {total > found.length && `, the best ${found.length} of them`}
      </p>
      <ol className="search-results">
        {found.map(({ document, label, excerpt, topics }) => (
          <li className="h-entry post-line" key={document.path}>
            <Kind document={document} />
            <h2 className="post-title">
              <a className="p-name u-url" href={document.path}>
                <Marked parts={label} />
              </a>
            </h2>
            <p className="p-summary search-excerpt">
              <Marked parts={excerpt} />
            </p>
            {topics.length > 0 && (
              <ul className="tag-links">
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

/** In the margin: a post by its day, anything else by what it is. */
function Kind({ document }: { document: Findable }) {
  if (document.kind !== 'post') return <p className="slug post-day">{document.kind}</p>
  return (
    <time className="slug post-day dt-published" dateTime={document.publishedAt.text}>
      {formatWrittenDay(document.date)}
    </time>
  )
}

function Marked({ parts }: { parts: readonly FoundPart[] }) {
  let at = 0
  return parts.map(({ text, isMatch }) => {
    at += text.length
    return isMatch ? <mark key={at}>{text}</mark> : text
  })
}
