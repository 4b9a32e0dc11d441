import { getReloadSeconds } from '#lib/api/next-poll.ts'
import { ClientScriptTag, LivePageScript } from '../../../client-script-tag.tsx'
import { getPrinter } from '../../../printers/[printer]/get-printer.ts'

/**
 * Without JavaScript the browser reloads the page about as often as there can be
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
  return (
    <>
      <LivePageScript />
      <noscript>
        <meta content={String(getReloadSeconds(printer.interval_seconds))} httpEquiv="refresh" />
      </noscript>
    </>
  )
}
