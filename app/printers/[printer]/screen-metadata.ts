import type { Metadata } from 'next'
import { printerPagePath } from '#lib/api/paths.ts'
import { getPrinter } from './get-printer.ts'

/** Metadata of pages that show a printer on other sites and screens: not indexed, the printer's page is canonical. */
export async function getScreenMetadata({
  params,
}: {
  params: Promise<{ printer: string }>
}): Promise<Metadata> {
  const printer = await getPrinter((await params).printer)
  if (printer === null || printer === 'outage') return { title: 'Printer' }
  return {
    title: printer.name,
    alternates: { canonical: printerPagePath(printer.id) },
    robots: { index: false },
  }
}
