import type { ReactNode } from 'react'
import { AccentDefinitions, AccentUnderline } from '#components/layout/accent-stroke.tsx'
import { PageOptionsMeta } from '#components/layout/page-options.tsx'
import type { PageOptions } from '#lib/core/page-options.ts'
import { SiteTitle } from './site-title.tsx'

/** The pages of the admin area, in the order of its navigation. */
const places = [
  { name: 'overview', label: 'Overview', href: '/admin' },
  { name: 'printers', label: 'Printers', href: '/admin/printers' },
  { name: 'prints', label: 'Prints', href: '/admin/prints' },
  { name: 'pictures', label: 'Pictures', href: '/admin/pictures' },
  { name: 'notifications', label: 'Notifications', href: '/admin/notifications' },
  { name: 'mentions', label: 'Mentions', href: '/admin/mentions' },
  { name: 'apps', label: 'Apps', href: '/admin/apps' },
  { name: 'settings', label: 'Settings', href: '/admin/settings' },
  { name: 'security', label: 'Security', href: '/admin/security' },
] as const

type AdminPlace = (typeof places)[number]['name']

/** Header and main landmark of every page of the admin area. Without a session it has no navigation. */
export function AdminShell({
  siteTitle,
  place = null,
  isSignedIn,
  options,
  children,
}: {
  siteTitle: string
  place?: AdminPlace | null
  isSignedIn: boolean
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
      <div className="mx-auto flex min-h-svh max-w-page flex-col px-gutter pb-20">
        <header className="site-header flex flex-wrap items-center justify-between gap-x-5 pt-4 pb-6 md:pt-7 md:pb-10">
          <a className="wordmark inline-flex min-h-11 items-center" href="/">
            <SiteTitle first={siteTitle} />
          </a>
          {isSignedIn && <AdminNav place={place} />}
        </header>
        <main className="grow" id="content" tabIndex={-1}>
          {isSignedIn && (
            <noscript>
              <p className="notice mb-8">Changing something here needs JavaScript.</p>
            </noscript>
          )}
          {children}
        </main>
      </div>
    </>
  )
}

function AdminNav({ place }: { place: AdminPlace | null }) {
  return (
    <>
      <nav
        aria-label="Admin"
        className="order-1 -mx-2 basis-full md:order-none md:mr-0 md:ml-auto md:basis-auto"
      >
        <ul className="flex flex-wrap sm:gap-2 md:gap-5">
          {places.map(({ name, label, href }) => (
            <li key={name}>
              <a
                aria-current={name === place ? 'page' : undefined}
                className="label nav-link relative inline-flex min-h-11 min-w-11 items-center justify-center px-2"
                href={href}
              >
                {label}
                {name === place && <AccentUnderline />}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <form action="/admin/api/sign-out" className="-mr-2" method="post">
        <button
          className="label nav-link inline-flex min-h-11 min-w-11 cursor-pointer items-center px-2 text-quiet"
          type="submit"
        >
          Sign out
        </button>
      </form>
    </>
  )
}
