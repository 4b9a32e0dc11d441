import { EarlyTheme } from '#components/layout/early-theme.tsx'
import { ClientScriptTag } from '../../../client-script-tag.tsx'
import { getPrinter } from '../../../printers/[printer]/get-printer.ts'

/**
 * Live pages need only the theme of the client script. Without JavaScript the browser reloads the page about as often as there can be
 * something new. A 503 page always reloads, so that an iframe or a projector recovers by itself.
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
