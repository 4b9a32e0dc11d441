import type { Metadata } from 'next'
import { formatPageTitle } from '#components/printer/page-title.ts'
import { printerPagePath, printerTextPath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { describePrinter } from '#lib/api/sentences.ts'
import { measureCard } from '#lib/printers/embeds/card-size.ts'
import { getSite } from '#lib/site/site.ts'
import { describePage, type PreviewImage } from '../../page-metadata.ts'
import { getPrinter } from './get-printer.ts'
import { findPrintsFeeds } from './prints/find-feeds.ts'

type Props = { params: Promise<{ printer: string }> }

/** Metadata of a page about a printer, with the feeds of its prints. */
export function describePrinterPage(
  printer: ApiPrinter,
  page: Partial<Parameters<typeof describePage>[0]> & { title: string; description: string },
): Metadata {
  return describePage({
    path: printerPagePath(printer.id),
    image: describeCard(printer),
    hasOembed: true,
    ...page,
    types: { ...findPrintsFeeds(printer), ...page.types },
  })
}

/** The card, which has the time of its picture. Its URL changes with the printer: other sites keep images by their URL. */
function describeCard(printer: ApiPrinter): PreviewImage {
  const nowMs = Date.now()
  return {
    url: `${printerPagePath(printer.id)}/card.png?v=${printer.revision}`,
    ...measureCard(printer, nowMs),
    type: 'image/png',
    alt: describePrinter(printer, nowMs, getSite()),
  }
}

/** Metadata of the printer's own page. */
export async function getPrinterMetadata({ params }: Props): Promise<Metadata> {
  const printer = await getPrinter((await params).printer)
  if (printer === null || printer === 'outage') return { title: 'Printer' }
  const nowMs = Date.now()
  const title = describePrinter(printer, nowMs, getSite())
  const contents = printer.publishing ? 'Picture and readings' : 'Readings'
  return describePrinterPage(printer, {
    title,
    fullTitle: formatPageTitle(printer, nowMs),
    description: `${title}. ${contents} with their age.`,
    types: { 'text/plain': printerTextPath(printer.id) },
  })
}

/** Metadata of pages that show a printer on other sites and screens: not indexed, the printer's page is canonical. */
export async function getScreenMetadata(props: Props): Promise<Metadata> {
  const printer = await getPrinter((await props.params).printer)
  const metadata = await getPrinterMetadata(props)
  if (printer === null || printer === 'outage') return metadata
  return { ...metadata, title: printer.name, robots: { index: false } }
}
