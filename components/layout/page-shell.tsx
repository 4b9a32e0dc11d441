import type { ReactNode } from 'react'
import { AccentDefinitions } from './accent-stroke.tsx'
import { type PageOptions, PageOptionsMeta } from './page-options.tsx'
import { SiteFooter } from './site-footer.tsx'
import { type NavItem, SiteHeader } from './site-header.tsx'

/**
 * Header, main landmark and footer of every page. `place` is the page's navigation entry. A page with `staticPage` is sent without
 * the framework's scripts, so everything on it has to work without them.
 */
export function PageShell({
  place,
  staticPage,
  children,
}: {
  place: NavItem | null
  staticPage?: PageOptions
  children: ReactNode
}) {
  return (
    <>
      {staticPage !== undefined && <PageOptionsMeta options={staticPage} />}
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <AccentDefinitions />
      <div className="mx-auto flex min-h-svh max-w-page flex-col px-gutter">
        <SiteHeader place={place} />
        <main className="grow" id="content" tabIndex={-1}>
          {children}
        </main>
        <SiteFooter />
      </div>
    </>
  )
}
