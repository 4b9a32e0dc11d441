import type { Metadata } from 'next'
import { OpenedChart } from '#components/chart/opened-chart.tsx'
import { ReadingsChart } from '#components/chart/readings-chart.tsx'
import { ReadingsHead } from '#components/chart/readings-head.tsx'
import { PageShell } from '#components/layout/page-shell.tsx'
import { MissingPrinter } from '#components/printer/outage.tsx'
import { readingsApiPath, readingsPagePath } from '#lib/api/paths.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { layoutCharts } from '../layout-charts.ts'
import { describePrinterPage } from '../printer-metadata.ts'
import { formatUntil } from '../title-span.ts'
import { getReadings } from './get-readings.ts'

export const dynamic = 'force-dynamic'

type Props = {
  params: Promise<{ printer: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const found = await getReadings((await params).printer, await searchParams)
  if (found === null || found === 'outage') return { title: 'Readings' }
  const { printer, choice } = found
  return describePrinterPage(printer, {
    path: readingsPagePath(printer.id, choice),
    title: `Readings of ${printer.name}`,
    description: `Temperatures and progress of ${printer.name}, with pictures from that time.`,
  })
}

export default async function ReadingsPage({ params, searchParams }: Props) {
  const found = await getReadings((await params).printer, await searchParams)
  if (found === null || found === 'outage') return <MissingPrinter found={found} />
  const { printer, choice, print, readings } = found
  const charts = layoutCharts(readings, 'large')
  const title = `Temperatures and progress ${formatUntil(readings)}`
  return (
    <PageShell options={{ cache: untilPrinterChanges(printerTag(printer.id)) }} place="printer">
      <ReadingsHead choice={choice} print={print} printer={printer} />
      {charts === null ? (
        <p className="lead mt-6">No temperatures or progress for this period.</p>
      ) : (
        <ReadingsChart
          around={(drawing) => (
            <OpenedChart label={title} source={readingsApiPath(printer.id, choice)}>
              {drawing}
            </OpenedChart>
          )}
          charts={charts}
          id="readings"
          title={title}
        />
      )}
    </PageShell>
  )
}
