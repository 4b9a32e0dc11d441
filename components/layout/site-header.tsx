import { site } from '#lib/core/site.ts'
import { AccentUnderline } from './accent-stroke.tsx'

const navItems = [
  { name: 'home', label: 'Home', href: '/' },
  { name: 'blog', label: 'Blog', href: '/blog' },
  { name: 'projects', label: 'Projects', href: '/projects' },
  { name: 'printer', label: 'Printer', href: '/printer' },
  { name: 'about', label: 'About', href: '/about' },
] as const

export type NavItem = (typeof navItems)[number]['name']

// Home shows the name as its heading, into which the wordmark grows. Plain links: every page is a document in the public cache.
export function SiteHeader({ place }: { place: NavItem | null }) {
  return (
    <header className="site-header flex flex-wrap items-center justify-between gap-x-8 pt-4 pb-6 md:pt-7 md:pb-10">
      {place !== 'home' && (
        <a className="wordmark inline-flex min-h-11 items-center" href="/">
          {site.title}
        </a>
      )}
      <nav aria-label="Site" className="-mx-2 md:ml-auto">
        <ul className="flex sm:gap-2 md:gap-5">
          {navItems.map(({ name, label, href }) => (
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
    </header>
  )
}
