import { EarlyTheme } from '#components/layout/early-theme.tsx'
import { ClientScriptTag } from '../../../client-script-tag.tsx'
import { getPrinter } from '../../../printers/[printer]/get-printer.ts'

/**
 * Of the reader's script the live pages want its theme and nothing else. Without JavaScript the browser loads the page again, about
 * as often as something new can be there; in an outage, which is told by a document, always: a frame or a screen on a wall heals by
 * itself.
 */
export default async function Head({ params }: { params: Promise<{ printer: string }> }) {
  const printer = await getPrinter((await params).printer)
  if (printer === null) return <ClientScriptTag />
  if (printer === 'outage')
    return (
      <>
        <ClientScriptTag />
        <meta content="60" httpEquiv="refresh" />
      </>
    )
  const everySeconds = Math.min(300, Math.max(15, Math.round(printer.interval_seconds / 2)))
  return (
    <>
      <EarlyTheme />
      <noscript>
        <meta content={String(everySeconds)} httpEquiv="refresh" />
      </noscript>
    </>
  )
}
