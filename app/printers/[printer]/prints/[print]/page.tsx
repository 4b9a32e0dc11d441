import type { Metadata } from 'next'
import { NotFound } from '#components/blog/not-found.tsx'
import { ChartOpener } from '#components/chart/chart-opener.tsx'
import { ReadingsChart } from '#components/chart/readings-chart.tsx'
import { PageShell } from '#components/layout/page-shell.tsx'
import { Outage } from '#components/printer/outage.tsx'
import { ContactSheet } from '#components/prints/contact-sheet.tsx'
import { describePrint } from '#components/prints/describe-print.ts'
import { PrintPage } from '#components/prints/print-page.tsx'
import { formatPrintTitle } from '#lib/api/describe-print.ts'
import { printPagePath, readingsApiPath, readingsPagePath } from '#lib/api/paths.ts'
import { missingPrinterPage, printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { site } from '#lib/core/site.ts'
import { getPrinter } from '../../get-printer.ts'
import { layoutCharts } from '../../layout-charts.ts'
import { findPrintsFeeds } from '../find-feeds.ts'
import { getPrint } from './get-print.ts'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ printer: string; print: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const given = await params
  const [printer, found] = await Promise.all([
    getPrinter(given.printer),
    getPrint(given.printer, given.print),
  ])
  if (printer === null || printer === 'outage' || found === null || found === 'outage')
    return { title: 'Print' }
  const { print } = found
  const title = `${formatPrintTitle(print)}, printed by ${printer.name}`
  const description = describePrint(print, site.timeZone)
  const canonical = printPagePath(printer.id, print.number)
  const preview = print.picture?.sources.filter(
    ({ type, width }) => type === 'image/jpeg' && width <= 1280,
  )
  const image = preview?.at(-1)
  return {
    title,
    description,
    alternates: { canonical, types: findPrintsFeeds(printer) },
    openGraph: {
      type: 'article',
      title,
      description,
      url: canonical,
      ...(image && { images: [{ url: image.url, alt: print.picture?.alt ?? title }] }),
    },
    twitter: { card: image ? 'summary_large_image' : 'summary' },
  }
}

export default async function Page({ params }: Props) {
  const given = await params
  const [printer, found] = await Promise.all([
    getPrinter(given.printer),
    getPrint(given.printer, given.print),
  ])
  if (printer === null || found === null) return <NotFound options={missingPrinterPage} />
  if (printer === 'outage' || found === 'outage') return <Outage />
  const { print, frames, readings } = found
  const choice = { print: print.number }
  return (
    <PageShell options={{ cache: untilPrinterChanges(printerTag(printer.id)) }} place="printer">
      <PrintPage print={print} printer={printer}>
        <ReadingsChart
          charts={layoutCharts(readings)}
          around={(drawing) => (
            <ChartOpener
              label="Readings of this print"
              page={readingsPagePath(printer.id, choice)}
              source={readingsApiPath(printer.id, choice)}
            >
              {drawing}
            </ChartOpener>
          )}
          id="readings"
          title="Readings of this print"
        />
        <ContactSheet frames={frames} total={print.pictures} />
      </PrintPage>
    </PageShell>
  )
}
