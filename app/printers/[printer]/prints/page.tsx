import type { Metadata } from 'next'
import { PageShell } from '#components/layout/page-shell.tsx'
import { MissingPrinter } from '#components/printer/outage.tsx'
import { PrintList } from '#components/prints/print-list.tsx'
import { printerPagePath, printsFeedPaths } from '#lib/api/paths.ts'
import { DomainError } from '#lib/core/errors.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { parseHistoryPage } from '#lib/http/params.ts'
import { queryHistory } from '../../store-outage.ts'
import { getPrinter } from '../get-printer.ts'
import { describePrinterPage } from '../printer-metadata.ts'

export const dynamic = 'force-dynamic'

type Props = {
  params: Promise<{ printer: string }>
  searchParams: Promise<{ before?: string | string[] }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const printer = await getPrinter((await params).printer)
  if (printer === null || printer === 'outage') return { title: 'Prints' }
  return describePrinterPage(printer, {
    path: `${printerPagePath(printer.id)}/prints`,
    title: `Prints of ${printer.name}`,
    description: `Prints by ${printer.name}, each with its best picture and its start and end.`,
  })
}

export default async function PrintsPage({ params, searchParams }: Props) {
  const printer = await getPrinter((await params).printer)
  const page = parsePage((await searchParams).before)
  if (page === null) return <MissingPrinter found={null} />
  if (printer === null || printer === 'outage') return <MissingPrinter found={printer} />
  const found = await queryHistory(({ printQueries }) => printQueries.listPrints(printer.id, page))
  if (found === null || found === 'outage') return <MissingPrinter found={found} />
  const path = printerPagePath(printer.id)
  return (
    <PageShell options={{ cache: untilPrinterChanges(printerTag(printer.id)) }} place="printer">
      <p className="label breadcrumbs">
        <a className="inline-flex min-h-11 items-center" href={path}>
          <bdi>{printer.name}</bdi>
        </a>
      </p>
      <h1 className="headline">All prints</h1>
      {found.prints.length === 0 ? (
        <p className="lead mt-6">
          {page.before === null
            ? 'No prints yet. The first one appears here as soon as it starts.'
            : 'No older prints.'}
        </p>
      ) : (
        <PrintList printer={printer} prints={found.prints} />
      )}
      <p className="mt-4 flex flex-wrap gap-x-7 gap-y-3">
        {page.before !== null && (
          <a className="text-link" href={`${path}/prints`}>
            Newest prints
          </a>
        )}
        {found.next !== null && (
          <a className="text-link" href={`${path}/prints?before=${found.next}`} rel="next">
            Older prints
          </a>
        )}
        <a className="text-link" href={printsFeedPaths.atom(printer.id)}>
          Subscribe to prints
        </a>
      </p>
    </PageShell>
  )
}

/** `null` if the cursor is invalid. */
function parsePage(before: string | string[] | undefined) {
  if (Array.isArray(before)) return null
  const url = new URL('http://site.invalid/?limit=24')
  if (before !== undefined) url.searchParams.set('before', before)
  try {
    return parseHistoryPage(url)
  } catch (error) {
    if (error instanceof DomainError) return null
    throw error
  }
}
