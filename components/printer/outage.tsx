import { NotFound } from '#components/blog/not-found.tsx'
import { PageShell } from '#components/layout/page-shell.tsx'
import { missingPrinterPage } from '#lib/core/page-options.ts'

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

/** Replaces a page for what doesn't exist (`null`: 404), or while the store is unavailable (503). */
export function MissingPrinter({ found }: { found: null | 'outage' }) {
  return found === null ? <NotFound options={missingPrinterPage} /> : <Outage />
}
