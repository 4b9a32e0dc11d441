import { readPrinter } from '../../../printers/[printer]/read-printer.ts'

/** Without JavaScript the browser loads the page again, about as often as something new can be there. */
export default async function Refresh({ params }: { params: Promise<{ printer: string }> }) {
  const printer = await readPrinter((await params).printer)
  if (printer === null) return null
  const intervalSeconds = printer === 'outage' ? 120 : printer.interval_seconds
  const everySeconds = Math.min(300, Math.max(15, Math.round(intervalSeconds / 2)))
  return (
    <noscript>
      <meta content={String(everySeconds)} httpEquiv="refresh" />
    </noscript>
  )
}
