import { ChartOpener } from '#components/chart/chart-opener.tsx'
import { ReadingsChart } from '#components/chart/readings-chart.tsx'
import { PrintList } from '#components/prints/print-list.tsx'
import { printerPagePath, readingsApiPath, readingsPagePath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { queryHistory } from '../store-outage.ts'
import { hasLine, layoutCharts } from './layout-charts.ts'
import { formatLastDayTitle } from './title-span.ts'

const lastDay = { span: 'day' } as const
const latestPrints = 4

/** The printer's latest prints and the readings of the last day. */
export async function PrinterHistory({ printer }: { printer: ApiPrinter }) {
  const { id } = printer
  const found = await queryHistory(async ({ printQueries, readingsQueries }) => {
    const [page, readings] = await Promise.all([
      printQueries.listPrints(id, { before: null, limit: latestPrints }),
      readingsQueries.getReadings(id, lastDay),
    ])
    return { page, readings }
  })
  // The rest of the page reports the outage, now or with its next poll.
  if (found === null || found === 'outage') return null
  const { page, readings } = found
  const title = formatLastDayTitle(readings)
  return (
    <>
      {hasLine(readings) && (
        <ReadingsChart
          around={(drawing) => (
            <ChartOpener
              label={title}
              page={readingsPagePath(id, lastDay)}
              source={readingsApiPath(id, lastDay)}
            >
              {drawing}
            </ChartOpener>
          )}
          charts={layoutCharts(readings)}
          id="last-day"
          title={title}
        />
      )}
      {page.prints.length > 0 && (
        <section aria-labelledby="latest-prints" className="mt-section">
          <h2 className="label text-quiet" id="latest-prints">
            Latest prints
          </h2>
          <PrintList hasDurations={false} printer={printer} prints={page.prints} />
          <p className="mt-4 flex flex-wrap gap-x-7 gap-y-3">
            <a className="text-link" href={`${printerPagePath(id)}/prints`}>
              All prints
            </a>
            <a className="text-link" href={`${printerPagePath(id)}/archive`}>
              All pictures
            </a>
          </p>
        </section>
      )}
    </>
  )
}
