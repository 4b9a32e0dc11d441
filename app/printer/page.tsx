import { redirect } from 'next/navigation'
import { printerPagePath } from '#lib/api/paths.ts'
import { withStoreOutage } from '../printers/store-outage.ts'

export const dynamic = 'force-dynamic'

/** Redirects to the only printer, or to the overview. */
export default async function ThePrinter() {
  const printers = await withStoreOutage((printerQueries) => printerQueries.listPrinters())
  const only = printers !== 'outage' && printers.length === 1 ? printers[0] : undefined
  redirect(only === undefined ? '/printers' : printerPagePath(only.id))
}
