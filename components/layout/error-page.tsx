import type { ReactNode } from 'react'
import { SearchForm } from '#components/blog/search-form.tsx'
import { BlankFrame } from '#components/printer/full-frame.tsx'
import type { PageOptions } from '#lib/core/page-options.ts'
import { AccentCross } from './accent-stroke.tsx'
import { PageShell } from './page-shell.tsx'

/** What every error page has: what happened, what to do, the ways on, and the status on an empty frame. */
export function ErrorPage({
  status,
  title,
  detail,
  options,
  canRetry = false,
  children,
}: {
  status: number
  title: string
  detail: string
  options: PageOptions
  /** Offers the same address again, else a search. */
  canRetry?: boolean
  children?: ReactNode
}) {
  return (
    <PageShell options={options} place={null}>
      <div className="grid gap-x-[clamp(2.5rem,6vw,6rem)] gap-y-12 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)] lg:items-start">
        <div>
          <h1 className="headline mb-6">{title}</h1>
          <p className="lead mb-5">{detail}</p>
          {canRetry && (
            <p className="mb-5">
              {/* biome-ignore lint/a11y/useValidAnchor: an empty address is this page's own, with its query */}
              <a className="button label inline-flex items-center" href="">
                Try again
              </a>
            </p>
          )}
          {children}
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
          {!canRetry && <SearchForm />}
        </div>
        <BlankFrame edge={<span>{status}</span>}>
          <AccentCross />
        </BlankFrame>
      </div>
    </PageShell>
  )
}

export const siteErrorTitle = 'Something went wrong'

/** For a page that could not be rendered. The HTTP server keeps it in memory and sends it with the status of the error. */
export function SiteError() {
  return (
    <ErrorPage
      canRetry
      detail="The error is on our side. Try again."
      options={{ isStatic: true }}
      status={500}
      title={siteErrorTitle}
    />
  )
}
