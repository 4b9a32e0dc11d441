import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { ChartOpener } from '#components/chart/chart-opener.tsx'
import { ReadingsChart } from '#components/chart/readings-chart.tsx'
import { PageShell } from '#components/layout/page-shell.tsx'
import { Mentions } from '#components/mentions/mentions.tsx'
import { MissingCamera } from '#components/printer/camera-tabs.tsx'
import { MissingPrinter } from '#components/printer/outage.tsx'
import { ContactSheet } from '#components/prints/contact-sheet.tsx'
import { describePrint } from '#components/prints/describe-print.ts'
import { PrintPage } from '#components/prints/print-page.tsx'
import { chooseCamera, toCameraQuery } from '#lib/api/cameras.ts'
import { formatPrintTitle } from '#lib/api/describe-print.ts'
import { findJpeg } from '#lib/api/find-jpeg.ts'
import { printPagePath, readingsApiPath, readingsPagePath } from '#lib/api/paths.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { getSite } from '#lib/site/site.ts'
import { listMentions } from '../../../../list-mentions.ts'
import { describeDrawing } from '../../../../page-metadata.ts'
import { queryHistory } from '../../../store-outage.ts'
import { getPrinter } from '../../get-printer.ts'
import { layoutCharts } from '../../layout-charts.ts'
import { describePrinterPage } from '../../printer-metadata.ts'

export const dynamic = 'force-dynamic'

type Props = {
  params: Promise<{ printer: string; print: string }>
  searchParams: Promise<{ camera?: string | string[] }>
}

/** Pixels: larger ones are no better in a link preview. */
const maxPreviewWidth = 1280

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { printer, found } = await open(props)
  if (printer === null || printer === 'outage' || found === null || found === 'outage')
    return { title: 'Print' }
  const { print } = found
  const title = `${formatPrintTitle(print)}, printed by ${printer.name}`
  const description = print.note?.text || describePrint(print, getSite())
  const { picture } = print
  const jpeg = picture && findJpeg(picture, maxPreviewWidth)
  return describePrinterPage(printer, {
    path: printPagePath(printer.id, print.number),
    title,
    description,
    article: { publishedTime: print.published_at ?? print.started.not_after ?? print.last_seen_at },
    // The printer's card shows what it does now.
    image: jpeg
      ? { ...jpeg, type: 'image/jpeg', alt: picture.alt }
      : describeDrawing('/printers', title),
  })
}

export default async function Page(props: Props) {
  const { printer, camera, found } = await open(props)
  if (printer === null || found === null) return <MissingPrinter found={null} />
  if (printer === 'outage' || found === 'outage') return <MissingPrinter found="outage" />
  const { print, frames, readings } = found
  const path = printPagePath(printer.id, print.number)
  if (camera === null) return <MissingCamera path={path} printer={printer} />
  // It was joined with an earlier one, which can be undone.
  if (String(print.number) !== (await props.params).print) redirect(path + toCameraQuery(camera))
  const mentions = await listMentions(path)
  const choice = { print: print.number }
  return (
    <PageShell
      options={{ cache: untilPrinterChanges(printerTag(printer.id)) }}
      place="printer"
      takesMentions
    >
      <PrintPage camera={camera} print={print} printer={printer}>
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
        <Mentions mentions={mentions} target={`${getEnv().siteUrl}${path}`} />
      </PrintPage>
    </PageShell>
  )
}

/** What a URL names. `camera` is `null` for one that the printer doesn't have: `found` has the first one's pictures then. */
async function open({ params, searchParams }: Props) {
  const given = await params
  const printer = await getPrinter(given.printer)
  if (printer === null || printer === 'outage') return { printer, camera: 1, found: printer }
  const camera = chooseCamera(printer, (await searchParams).camera)
  return { printer, camera, found: await getPrint(given.printer, given.print, camera ?? 1) }
}

/** The print of a URL, with a camera's pictures and the readings; queried once per request. */
const getPrint = cache(async (printer: string, print: string, camera: number) => {
  // One URL per print: neither /prints/01 nor /prints/1e0.
  if (![printer, print].every((text) => /^[1-9]\d{0,8}$/.test(text))) return null
  const [id, number] = [Number(printer), Number(print)]
  return queryHistory(async ({ printQueries }) => {
    const found = await printQueries.getPrint(id, number, { camera })
    const [frames, readings] = await Promise.all([
      printQueries.listFrames(id, number, camera),
      printQueries.getReadingsOfPrint(id, number),
    ])
    return { print: found, frames, readings }
  })
})
