import { printerPagePath } from '#lib/api/paths.ts'
import { allPrintersTag, renderCacheControl, untilPrinterChanges } from '#lib/core/page-options.ts'
import { withStoreOutage } from '../printers/store-outage.ts'

export const dynamic = 'force-dynamic'

/** Redirects to the only printer, or to the list of all. */
export async function GET(): Promise<Response> {
  const printers = await withStoreOutage(({ printerQueries }) => printerQueries.listPrinters())
  const only = printers !== 'outage' && printers.length === 1 ? printers[0] : undefined
  const location = only === undefined ? '/printers' : printerPagePath(only.id)
  const cacheControl = renderCacheControl(untilPrinterChanges(allPrintersTag))
  return new Response(null, {
    status: 307,
    headers: { location, 'cache-control': cacheControl },
  })
}
