import type { ReactNode } from 'react'
import { mentionsTag, type PageOptions } from '#lib/core/page-options.ts'
import { listNavigation } from '#lib/site/navigation.ts'
import { getEngineLanguage, getSite } from '#lib/site/site.ts'
import { AccentDefinitions, AccentUnderline } from './accent-stroke.tsx'
import { PageOptionsMeta } from './page-options.tsx'

/**
 * Header, main landmark and footer of every page. `place` is the page's navigation entry; `options` declares its response. Without
 * them it is not cached.
 */
export function PageShell({
  place,
  options,
  takesMentions = false,
  hasOwnText = place !== null && place !== 'printer',
  children,
}: {
  place: NavItem | null
  options?: PageOptions
  /** Other sites may mention the page, and it shows what they say. */
  takesMentions?: boolean
  /** Most of the text is the owner's, in the owner's language. */
  hasOwnText?: boolean
  children: ReactNode
}) {
  return (
    <>
      {options !== undefined && (
        <PageOptionsMeta options={takesMentions ? withMentions(options) : options} />
      )}
      <a
        className="skip-link absolute -top-24 left-4 z-1 bg-ink px-5 py-3 text-paper focus:top-4"
        href="#content"
        lang={getEngineLanguage()}
      >
        Skip to the content
      </a>
      <AccentDefinitions />
      <div className="mx-auto flex min-h-svh max-w-page flex-col px-gutter">
        <SiteHeader place={place} />
        <main
          className="grow"
          id="content"
          lang={hasOwnText ? undefined : getEngineLanguage()}
          tabIndex={-1}
        >
          {children}
        </main>
        <SiteFooter hasForeignFrames={(options?.frameOrigins ?? []).length > 0} />
      </div>
    </>
  )
}

/** Where another service receives webmentions, the layout names it. */
function withMentions(options: PageOptions): PageOptions {
  if (getSite().webmentionUrl !== null) return options
  const { cache } = options
  return {
    ...options,
    // Senders look in the header before they read the page.
    links: { ...options.links, webmention: '/webmention' },
    ...(cache && { cache: { ...cache, tags: [...cache.tags, mentionsTag] } }),
  }
}

/** The addresses at which an entry of the navigation is the current page's. */
const places = {
  home: ['/'],
  blog: ['/blog'],
  projects: ['/projects'],
  printer: ['/printer', '/printers'],
  about: ['/about'],
}

type NavItem = keyof typeof places

// Home shows the name as its heading, into which the wordmark grows. Plain links: every page is a document in the public cache.
function SiteHeader({ place }: { place: NavItem | null }) {
  const isHere = (url: string) => place !== null && places[place].includes(url)
  return (
    <header className="site-header flex flex-wrap items-center justify-between gap-x-8 pt-4 pb-6 md:pt-7 md:pb-10">
      {place === 'home' ? (
        <Logo />
      ) : (
        <a className="wordmark inline-flex min-h-11 items-center gap-3" href="/">
          <Logo />
          {getSite().title}
        </a>
      )}
      <nav
        aria-label="Site"
        className="-mx-2 md:ml-auto"
        lang={getSite().navigation === null ? getEngineLanguage() : undefined}
      >
        <ul className="flex flex-wrap sm:gap-2 md:gap-5">
          {listNavigation().map(({ label, url }) => (
            <li key={url}>
              <a
                aria-current={isHere(url) ? 'page' : undefined}
                className="label nav-link relative inline-flex min-h-11 min-w-11 items-center justify-center px-2"
                href={url}
              >
                {label}
                {isHere(url) && <AccentUnderline />}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  )
}

/** The title next to it says the same. */
function Logo() {
  const { logo } = getSite()
  if (logo === null) return null
  const { src, width, height, isPortrait } = logo
  const className = isPortrait ? 'logo logo-portrait' : 'logo'
  // biome-ignore lint/performance/noImgElement: the owner's file, as it is
  return <img alt="" className={className} height={height} src={src} width={width} />
}

/** The page's policy enforces the promise: nothing of another site loads without a click. */
function SiteFooter({ hasForeignFrames }: { hasForeignFrames: boolean }) {
  const site = getSite()
  const lang = getEngineLanguage()
  const links: { label: string; href: string; rel?: string; lang?: 'en' | undefined }[] = [
    { label: 'Tags', href: '/tags', lang },
    { label: 'Search', href: '/search#q', lang },
    { label: 'Feed', href: '/atom.xml', lang },
    ...site.profiles.map(({ label, url }) => ({ label, href: url, rel: 'me' })),
  ]
  return (
    <footer className="site-footer mt-20 flex flex-wrap items-baseline justify-between gap-x-10 gap-y-2 [border-top-width:1px] border-line py-7 text-quiet text-small md:mt-28">
      <p lang={getEngineLanguage()}>
        {site.author.name}. No cookies, no tracking, nothing from third-party servers
        {hasForeignFrames && ' until you load it'}.
      </p>
      <ul className="-mx-2 flex flex-wrap gap-x-2">
        {links.map(({ label, href, rel, lang }) => (
          <li key={href} lang={lang}>
            <a className="text-link inline-flex min-h-11 items-center px-2" href={href} rel={rel}>
              {label}
            </a>
          </li>
        ))}
        <li>
          <button
            className="text-link inline-flex min-h-11 items-center px-2 theme-switch"
            hidden
            lang={lang}
            suppressHydrationWarning
            type="button"
          >
            Theme
          </button>
        </li>
      </ul>
    </footer>
  )
}
