import type { ReactNode } from 'react'
import { DocumentMark, type DocumentWishes } from './page-options.tsx'
import { PencilDefinitions } from './accent-stroke.tsx'
import { SiteFooter } from './site-footer.tsx'
import { type Place, SiteHeader } from './site-header.tsx'

/**
 * What stands around every page. `place` is the entry of the navigation that the page belongs to; a page with `document` is
 * sent without the framework's scripts, and everything on it has to work without them.
 */
export function PageShell({
  place,
  document,
  children,
}: {
  place: Place | null
  document?: DocumentWishes
  children: ReactNode
}) {
  return (
    <>
      {document !== undefined && <DocumentMark wishes={document} />}
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <PencilDefinitions />
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
