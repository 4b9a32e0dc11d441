import type { ReactNode } from 'react'
import { PencilDefinitions } from './pencil.tsx'
import { SiteFooter } from './site-footer.tsx'
import { type Place, SiteHeader } from './site-header.tsx'

/** What stands around every page. `place` is the entry of the navigation that the page belongs to. */
export function PageShell({ place, children }: { place: Place | null; children: ReactNode }) {
  return (
    <>
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
