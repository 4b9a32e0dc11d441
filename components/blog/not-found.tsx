import type { ReactNode } from 'react'
import { AccentCross } from '#components/layout/accent-stroke.tsx'
import type { PageOptions } from '#components/layout/page-options.tsx'
import { PageShell } from '#components/layout/page-shell.tsx'
import { BlankFrame } from '#components/printer/full-frame.tsx'
import type { SearchableText } from '#lib/content/model/types.ts'
import { SearchForm } from './search-form.tsx'

export const notFoundTitle = 'Nothing on this frame'
export const goneTitle = 'Taken off the sheet'

/** An address that was never there; `guesses` are what may have been meant by it. */
export function NotFound({
  wishes,
  guesses = [],
}: {
  wishes: PageOptions
  guesses?: readonly SearchableText[]
}) {
  return (
    <Missing guesses={guesses} number={404} title={notFoundTitle} wishes={wishes}>
      There is no page at this address. It may have been mistyped, or moved before anybody wrote
      down where.
    </Missing>
  )
}

/** What the owner has withdrawn: answered with 410, so that nobody asks again. */
export function Gone() {
  return (
    <Missing guesses={[]} number={410} title={goneTitle} wishes={{ status: 410 }}>
      There was a page here. Its writer has withdrawn it for good, and no copy of it is kept on this
      site.
    </Missing>
  )
}

function Missing({
  guesses,
  number,
  title,
  wishes,
  children,
}: {
  guesses: readonly SearchableText[]
  number: number
  title: string
  wishes: PageOptions
  children: ReactNode
}) {
  return (
    <PageShell document={wishes} place={null}>
      <div className="lost">
        <div>
          <h1 className="headline">{title}</h1>
          <p className="lead">{children}</p>
          {guesses.length > 0 && (
            <ul className="guesses">
              {guesses.map(({ path, label }) => (
                <li key={path}>
                  Perhaps it was{' '}
                  <a className="text-link" href={path}>
                    {label}
                  </a>
                  .
                </li>
              ))}
            </ul>
          )}
          <p>
            <a className="text-link" href="/">
              Back to the start
            </a>
            , to{' '}
            <a className="text-link" href="/blog">
              everything written
            </a>
            , or to{' '}
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
