import { NotFound } from '#components/blog/not-found.tsx'
import { ErrorPage } from '#components/layout/error-page.tsx'
import { missingPrinterPage } from '#lib/core/page-options.ts'

/**
 * Replaces a printer's pages while the store is unavailable. A static page, so that caches and monitors see its 503.
 */
export function Outage() {
  return (
    <ErrorPage
      canRetry
      detail="The site can’t load its pictures and readings right now. Try again in a minute."
      options={{ isStatic: true, status: 503 }}
      status={503}
      title="Printer data is temporarily unavailable"
    />
  )
}

/** Replaces a page for what doesn't exist (`null`: 404), or while the store is unavailable (503). */
export function MissingPrinter({ found }: { found: null | 'outage' }) {
  return found === null ? <NotFound options={missingPrinterPage} /> : <Outage />
}
