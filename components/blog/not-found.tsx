import { ErrorPage } from '#components/layout/error-page.tsx'
import type { SearchableDocument } from '#lib/content/model/types.ts'
import { contentPage, type PageOptions } from '#lib/core/page-options.ts'

export const notFoundTitle = 'Page not found'
export const pageRemovedTitle = 'Page removed'

/** The 404 page; `guesses` are documents with similar paths. */
export function NotFound({
  options,
  guesses = [],
}: {
  options: PageOptions
  guesses?: readonly SearchableDocument[]
}) {
  return (
    <ErrorPage
      detail="Nothing has this address. It may be mistyped, or the page may have moved."
      options={options}
      status={404}
      title={notFoundTitle}
    >
      {guesses.length > 0 && (
        <ul className="mb-5 text-[1.3125rem] [font-weight:650]">
          {guesses.map(({ path, label }) => (
            <li key={path}>
              Did you mean{' '}
              <a className="text-link" href={path}>
                <bdi>{label}</bdi>
              </a>
              ?
            </li>
          ))}
        </ul>
      )}
    </ErrorPage>
  )
}

/** The page of a withdrawn document: 410, so that crawlers stop requesting it. */
export function PageRemoved() {
  return (
    <ErrorPage
      detail="The author has removed this page for good."
      options={{ ...contentPage, status: 410 }}
      status={410}
      title={pageRemovedTitle}
    />
  )
}
