import type { Metadata } from 'next'
import { ArchiveFilters } from '#components/archive/archive-filters.tsx'
import { ArchiveDaysNav, ArchiveNewer } from '#components/archive/archive-nav.tsx'
import { toArchivePage } from '#components/archive/archive-page.ts'
import { ArchivePictures } from '#components/archive/archive-pictures.tsx'
import { PageShell } from '#components/layout/page-shell.tsx'
import { CameraTabs, MissingCamera } from '#components/printer/camera-tabs.tsx'
import { MissingPrinter } from '#components/printer/outage.tsx'
import { chooseCamera } from '#lib/api/cameras.ts'
import { formatPrintTitle } from '#lib/api/describe-print.ts'
import { defaultFormats } from '#lib/api/formats.ts'
import { lookThrough } from '#lib/api/look-through.ts'
import { printerPagePath } from '#lib/api/paths.ts'
import { formatDay } from '#lib/api/times.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { dayOf, spanOfMonth } from '#lib/printers/archive/days.ts'
import { getSite } from '#lib/site/site.ts'
import { queryHistory } from '../../store-outage.ts'
import { getPrinter } from '../get-printer.ts'
import { describePrinterPage } from '../printer-metadata.ts'
import {
  type ArchiveRequest,
  parseArchiveRequest,
  type SearchParams,
} from './parse-archive-request.ts'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ printer: string }>; searchParams: Promise<SearchParams> }

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const printer = await getPrinter((await params).printer)
  if (printer === null || printer === 'outage') return { title: 'Archive' }
  const given = await searchParams
  const { page, filters } = parseArchiveRequest(given)
  return {
    ...describePrinterPage(printer, {
      path: `${printerPagePath(printer.id)}/archive`,
      title: `Archive of ${printer.name}`,
      description: `All pictures of ${printer.name}, by day.`,
    }),
    // Filtered and later pages and those of other cameras are not indexed.
    ...((page.before !== null ||
      page.after !== undefined ||
      filters.size > 0 ||
      given.camera !== undefined) && { robots: { index: false } }),
  }
}

export default async function ArchivePage({ params, searchParams }: Props) {
  const printer = await getPrinter((await params).printer)
  if (printer === null || printer === 'outage') return <MissingPrinter found={printer} />
  const path = `${printerPagePath(printer.id)}/archive`
  const given = await searchParams
  const camera = chooseCamera(printer, given.camera)
  if (camera === null) return <MissingCamera path={path} printer={printer} />
  const request = parseArchiveRequest(given, camera)
  const found = await getArchive(printer.id, request)
  if (found === null || found === 'outage') return <MissingPrinter found={found} />
  const { error, filters, page, day } = request
  const chosen = { ...Object.fromEntries(filters), ...(day !== null && { day }) }
  const query = new URLSearchParams(filters)
  if (camera !== 1) query.set('camera', String(camera))
  const isNewest = page.before === null && page.after === undefined
  return (
    <PageShell options={{ cache: untilPrinterChanges(printerTag(printer.id)) }} place="printer">
      <p className="label breadcrumbs">
        <a className="inline-flex min-h-11 items-center" href={printerPagePath(printer.id)}>
          <bdi>{printer.name}</bdi>
        </a>
      </p>
      <h1 className="headline">All pictures</h1>
      <CameraTabs camera={camera} path={path} printer={printer} query={chosen} />
      {error !== null && (
        <p className="notice mt-6">
          <strong>This filter is not valid.</strong> {error} Showing all pictures instead.
        </p>
      )}
      <ArchiveFilters camera={camera} chosen={chosen} path={path} prints={found.prints} />
      <ArchiveDaysNav
        chosen={{ ...Object.fromEntries(query), ...chosen }}
        days={found.days}
        path={path}
      />
      <ArchiveNewer
        filters={query.toString()}
        isNewest={isNewest}
        path={path}
        previous={found.archive.previous}
      />
      {day !== null && found.newestDay !== null && found.newestDay !== day && (
        <p className="notice mt-6">
          <strong>
            No {filters.size > 0 && 'matching '}pictures on{' '}
            {formatDay(new Date(`${day}T00:00Z`), defaultFormats)}.
          </strong>{' '}
          Showing earlier ones.
        </p>
      )}
      {found.archive.pictures.length === 0 ? (
        <p className="lead mt-6">
          {lookThrough(printer, camera).publishing
            ? isNewest && filters.size === 0
              ? 'No pictures yet. The first one appears here as soon as it arrives.'
              : `No ${isNewest ? '' : 'older '}pictures match.`
            : 'The camera is paused. The owner has turned pictures off for a while, the archive included.'}
        </p>
      ) : (
        <ArchivePictures
          filters={query.toString()}
          first={found.archive}
          key={`${query} ${page.before?.capturedAt.getTime()} ${page.after?.capturedAt.getTime()}`}
          path={path}
          printerId={printer.id}
        />
      )}
    </PageShell>
  )
}

function getArchive(id: number, { page, query, day }: ArchiveRequest) {
  return queryHistory(async ({ archiveQueries, printQueries }) => {
    const options = { isPictured: false }
    const { print } = query
    const [history, { prints }, chosen] = await Promise.all([
      archiveQueries.listArchive(id, page, query),
      printQueries.listPrints(id, { before: null, limit: 24, ...options }),
      print === null ? null : printQueries.getPrint(id, print, options),
    ])
    // The filter offers the newest prints and the chosen one, however old.
    const isOlder = chosen !== null && prints.every(({ number }) => number !== chosen.number)
    const selectable = isOlder ? [...prints, chosen] : prints
    const [newest] = history.snapshots
    const newestDay = newest ? dayOf(new Date(newest.captured_at), getSite().timeZone) : null
    const here = newestDay ?? dayOf(query.from ?? new Date(), getSite().timeZone)
    const listDays = async (of: string) => {
      const span = spanOfMonth(of.slice(0, 7), getSite().timeZone)
      return span === null ? [] : archiveQueries.listDays(id, { ...query, ...span })
    }
    const days = await listDays(day ?? here)
    return {
      archive: toArchivePage(history),
      newestDay,
      prints: selectable.map((each) => ({ number: each.number, title: formatPrintTitle(each) })),
      // For a month without pictures, list the days of the pictures shown instead.
      days: days.length > 0 || day === null ? days : await listDays(here),
    }
  })
}
