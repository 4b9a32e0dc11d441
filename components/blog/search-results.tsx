import type { Found } from '#lib/content/model/types.ts'

export function SearchResults({ found, query }: { found: readonly Found[]; query: string }) {
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
    <>
      <p className="slug text-quiet" role="status">
        {found.length === 1 ? 'One place' : `${found.length} places`}
      </p>
      <ol className="search-results">
        {found.map(({ document, before, match, after }) => (
          <li key={document.path}>
            <h2 className="post-title">
              <a href={document.path}>{document.label}</a>
            </h2>
            <p className="text-quiet">
              {match === '' ? (
                document.excerptText
              ) : (
                <>
                  {before}
                  <mark>{match}</mark>
                  {after}
                </>
              )}
            </p>
          </li>
        ))}
      </ol>
    </>
  )
}
