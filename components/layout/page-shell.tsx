import type { ReactNode } from 'react'
import { AccentDefinitions } from './accent-stroke.tsx'
import { type PageOptions, PageOptionsMeta } from './page-options.tsx'
import { SiteFooter } from './site-footer.tsx'
import { type NavItem, SiteHeader } from './site-header.tsx'

/**
 * What stands around every page. `place` is the entry of the navigation that the page belongs to; a page with `document` is
 * sent without the framework's scripts, and everything on it has to work without them.
 */
export function PageShell({
  place,
  document,
  children,
}: {
  place: NavItem | null
  document?: PageOptions
  children: ReactNode
}) {
  return (
    <>
      {document !== undefined && <PageOptionsMeta wishes={document} />}
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <AccentDefinitions />
      <div className="mx-auto flex min-h-svh max-w-sheet flex-col px-gutter">
        <SiteHeader place={place} />
        <main className="grow" id="content" tabIndex={-1}>
          {children}
        </main>
        <SiteFooter />
      </div>
    </>
  )
}
