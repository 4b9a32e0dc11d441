import type { ReactNode } from 'react'
import { AccentCross } from '#components/layout/accent-stroke.tsx'
import { PageShell } from '#components/layout/page-shell.tsx'
import { BlankFrame } from '#components/printer/full-frame.tsx'
import type { SearchableDocument } from '#lib/content/model/types.ts'
import { contentPage, type PageOptions } from '#lib/core/page-options.ts'
import { SearchForm } from './search-form.tsx'

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
    <Missing guesses={guesses} number={404} title={notFoundTitle} options={options}>
      There is nothing on this frame. The address may be mistyped, or the page may have moved.
    </Missing>
  )
}

/** The page of a withdrawn document: 410, so that crawlers stop requesting it. */
export function PageRemoved() {
  return (
    <Missing
      guesses={[]}
      number={410}
      title={pageRemovedTitle}
      options={{ ...contentPage, status: 410 }}
    >
      The author has taken this page off the sheet for good. This site keeps no copy of it.
    </Missing>
  )
}

function Missing({
  guesses,
  number,
  title,
  options,
  children,
}: {
  guesses: readonly SearchableDocument[]
  number: number
  title: string
  options: PageOptions
  children: ReactNode
}) {
  return (
    <PageShell options={options} place={null}>
      <div className="grid gap-x-[clamp(2.5rem,6vw,6rem)] gap-y-12 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)] lg:items-start">
        <div>
          <h1 className="headline mb-6">{title}</h1>
          <p className="lead mb-5">{children}</p>
          {guesses.length > 0 && (
            <ul className="mb-5 text-[1.3125rem] [font-weight:650]">
              {guesses.map(({ path, label }) => (
                <li key={path}>
                  Did you mean{' '}
                  <a className="text-link" href={path}>
                    {label}
                  </a>
                  ?
                </li>
              ))}
            </ul>
          )}
          <p>
            Go to{' '}
            <a className="text-link" href="/">
              the home page
            </a>
            ,{' '}
            <a className="text-link" href="/blog">
              all posts
            </a>
            , or{' '}
            <a className="text-link" href="/printer">
              the printer
            </a>
            .
          </p>
          <SearchForm />
        </div>
        <BlankFrame edge={<span>{number}</span>}>
          <AccentCross />
        </BlankFrame>
      </div>
    </PageShell>
  )
}
