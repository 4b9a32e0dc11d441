import { redirect } from 'next/navigation'
import { listPrinterViews } from '#lib/printers/view-now.ts'
import { printerPagePath } from '#lib/printers/wire/printer.ts'

export const dynamic = 'force-dynamic'

/** Leads to the only printer, or to the overview. */
export default async function ThePrinter() {
  const [only, ...others] = await listPrinterViews()
  redirect(only !== undefined && others.length === 0 ? printerPagePath(only.id) : '/printers')
}
