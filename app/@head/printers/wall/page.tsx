import { getReloadSeconds } from '#lib/api/next-poll.ts'
import { LivePageScript } from '../../../client-script-tag.tsx'
import { withStoreOutage } from '../../../printers/store-outage.ts'

/** Without JavaScript the browser reloads as often as the printer that reports most often. During an outage it always does. */
export default async function Head() {
  const printers = await withStoreOutage(({ printerQueries }) => printerQueries.listPrinters())
  if (printers === 'outage') return <meta content="60" httpEquiv="refresh" />
  const seconds = printers.map((printer) => getReloadSeconds(printer.interval_seconds))
  return (
    <>
      <LivePageScript />
      <noscript>
        <meta content={String(Math.min(600, ...seconds))} httpEquiv="refresh" />
      </noscript>
    </>
  )
}
