import { PageShell } from '#components/layout/page-shell.tsx'

/**
 * Replaces a printer's pages while the store is unavailable. A static page, so that caches and monitors see its 503.
 */
export function Outage() {
  return (
    <PageShell options={{ isStatic: true, status: 503 }} place="printer">
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
