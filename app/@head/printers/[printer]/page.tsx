import { readPrinter } from '../../../printers/[printer]/read-printer.ts'

/**
 * Without JavaScript the browser loads the page again, about as often as something new can be there. In an outage always: a frame
 * or a screen on a wall heals by itself.
 */
export default async function Refresh({ params }: { params: Promise<{ printer: string }> }) {
  const printer = await readPrinter((await params).printer)
  if (printer === null) return null
  if (printer === 'outage') return <meta content="60" httpEquiv="refresh" />
  const everySeconds = Math.min(300, Math.max(15, Math.round(printer.interval_seconds / 2)))
  return (
    <noscript>
      <meta content={String(everySeconds)} httpEquiv="refresh" />
    </noscript>
  )
}
