import { site } from '#lib/core/site.ts'

const links: { label: string; href: string; rel?: string }[] = [
  { label: 'Tags', href: '/tags' },
  { label: 'Search', href: '/search#q' },
  { label: 'Feed', href: '/atom.xml' },
  ...site.profiles.map(({ label, url }) => ({ label, href: url, rel: 'me' })),
]

export function SiteFooter() {
  return (
    <footer className="site-footer mt-20 flex flex-wrap items-baseline justify-between gap-x-10 gap-y-2 [border-top-width:1px] border-line py-7 text-quiet text-small md:mt-28">
      <p>{site.author.name}. No cookies, no tracking, nothing from third-party servers.</p>
      <ul className="-mx-2 flex flex-wrap gap-x-2">
        {links.map(({ label, href, rel }) => (
          <li key={href}>
            <a className="text-link inline-flex min-h-11 items-center px-2" href={href} rel={rel}>
              {label}
            </a>
          </li>
        ))}
        <li>
          <button
            className="text-link inline-flex min-h-11 items-center px-2 theme-switch"
            hidden
            type="button"
          >
            Theme
          </button>
        </li>
      </ul>
    </footer>
  )
}
