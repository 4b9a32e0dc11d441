import type { ReactNode } from 'react'
import type { PageOptions } from '#lib/core/page-options.ts'
import { AccentDefinitions } from './accent-stroke.tsx'
import { PageOptionsMeta } from './page-options.tsx'
import { SiteFooter } from './site-footer.tsx'
import { type NavItem, SiteHeader } from './site-header.tsx'

/**
 * Header, main landmark and footer of every page. `place` is the page's navigation entry; `options` declares its response. Without
 * them it is not cached.
 */
export function PageShell({
  place,
  options,
  children,
}: {
  place: NavItem | null
  options?: PageOptions
  children: ReactNode
}) {
  return (
    <>
      {options !== undefined && <PageOptionsMeta options={options} />}
      <a
        className="skip-link absolute -top-24 left-4 z-1 bg-ink px-5 py-3 text-paper focus:top-4"
        href="#content"
      >
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
