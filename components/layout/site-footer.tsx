import { site } from '#lib/site.ts'

export function SiteFooter() {
  return (
    <footer className="mt-20 flex flex-wrap items-baseline justify-between gap-x-10 gap-y-2 border-line border-t py-7 text-quiet text-small md:mt-28">
      <p>{site.author.name}. No cookies, no counters, nothing from anybody else’s servers.</p>
      <ul className="-mx-2 flex flex-wrap gap-x-2">
        {site.profiles.map(({ label, url }) => (
          <li key={url}>
            <a className="footer-link" href={url} rel="me">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </footer>
  )
}
