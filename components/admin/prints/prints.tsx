'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { BlankFrame } from '#components/printer/full-frame.tsx'
import { outcomeWords } from '#components/prints/describe-print.ts'
import { SmallPicture } from '#components/prints/small-picture.tsx'
import type { ApiOwnersPrint, ApiOwnersPrints } from '#lib/api/admin-prints.ts'
import { describeDuration, formatPrintTitle } from '#lib/api/describe-print.ts'
import { formatDay } from '#lib/api/times.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { ActionButton } from '../action-button.tsx'
import { Problem } from '../problem.tsx'
import { requestAdmin } from '../request.ts'
import { printEditorPath, printsPerPage } from './print-paths.ts'

/**
 * A printer's prints, newest first.
 * @param first as the server sent it
 */
export function Prints({
  printer,
  first,
}: {
  printer: { id: number; name: string }
  first: ApiOwnersPrints
}) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['prints', printer.id, 'list'],
    queryFn: ({ pageParam }) =>
      requestAdmin<ApiOwnersPrints>(
        'GET',
        `printers/${printer.id}/prints?limit=${printsPerPage}${pageParam === null ? '' : `&before=${pageParam}`}`,
      ),
    initialPageParam: null as string | null, // later pages have one
    initialData: { pages: [first], pageParams: [null] },
    getNextPageParam: ({ next }) => next,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const prints = data.pages.flatMap((page) => page.prints)
  return (
    <section className="page-section">
      <h2 className="section-label">
        <bdi>{printer.name}</bdi>
      </h2>
      <div className="min-w-0">
        {prints.length === 0 ? (
          <p>No prints yet. The first one appears here as soon as it starts.</p>
        ) : (
          <ul className="card-grid gap-x-[clamp(1rem,2vw,2rem)] gap-y-8 [--card:13rem]">
            {prints.map((print) => (
              <PrintCard key={print.number} print={print} />
            ))}
          </ul>
        )}
        {hasNextPage && (
          <ActionButton
            className="text-link mt-6 min-h-11"
            isPending={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            Earlier prints<span className="sr-only"> of {printer.name}</span>
          </ActionButton>
        )}
        <p role="status">{isFetchingNextPage && 'Loading earlier prints…'}</p>
        <Problem error={error} />
      </div>
    </section>
  )
}

function PrintCard({ print }: { print: ApiOwnersPrint }) {
  const at = new Date(print.ended?.not_after ?? print.last_seen_at)
  const edge = (
    <>
      <span>{outcomeWords[print.outcome]}</span>
      <time className="full-frame-age" dateTime={at.toISOString()}>
        {formatDay(at, getPageSettings())}
      </time>
    </>
  )
  return (
    <li className="print-card relative">
      {print.picture === null ? (
        <BlankFrame edge={edge}>
          <p>No picture</p>
        </BlankFrame>
      ) : (
        <div className="full-frame">
          <SmallPicture className="aspect-video w-full object-contain" snapshot={print.picture} />
          <p className="full-frame-edge label">{edge}</p>
        </div>
      )}
      <p className="subtitle mt-3 wrap-anywhere">
        <a className="card-link" href={printEditorPath(print)}>
          <bdi>{formatPrintTitle(print)}</bdi>
        </a>
      </p>
      <p className="admin-facts">
        {describeDuration(print)}
        {print.outcome === 'running' && ' so far'}, {describePublicity(print)}
      </p>
    </li>
  )
}

function describePublicity(print: ApiOwnersPrint): string {
  if (print.is_hidden) return 'hidden'
  return print.published_at === null ? 'not in the feeds' : 'in the feeds'
}
