import { PageShell } from '#components/layout/page-shell.tsx'

/**
 * The page in place of a printer's while the site can't get at what it knows. It needs no script, and as a document it can tell
 * caches and monitors the truth: 503.
 */
export function Outage() {
  return (
    <PageShell document={{ status: 503 }} place="printer">
      <h1 className="headline">Printer data is temporarily unavailable</h1>
      <p className="lead my-6">
        The site can’t load its pictures and readings right now. Try again in a minute or two.
      </p>
      <p>
        <a className="text-link" href="/printer">
          Try again
        </a>
      </p>
    </PageShell>
  )
}
