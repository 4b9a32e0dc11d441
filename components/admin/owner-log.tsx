'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Timestamp } from '#components/printer/timestamp.tsx'
import { type ApiLogPage, describeActor, describeLogEntry } from '#lib/api/admin.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { ActionButton } from './action-button.tsx'
import { requestAdmin } from './request.ts'

/** What the owner has changed, newest first. */
export function OwnerLog({ first }: { first: ApiLogPage }) {
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } =
    useInfiniteQuery({
      queryKey: ['log', first.entries[0]?.id],
      queryFn: ({ pageParam }) => requestAdmin<ApiLogPage>('GET', `log?before=${pageParam}`),
      initialPageParam: null as number | null, // later pages have one
      initialData: { pages: [first], pageParams: [null] },
      getNextPageParam: ({ next }) => next,
      staleTime: Number.POSITIVE_INFINITY,
    })
  return (
    <section className="page-section">
      <h2 className="section-label">Log</h2>
      <div>
        <ol className="admin-rows">
          {data.pages
            .flatMap(({ entries }) => entries)
            .map((entry) => (
              <li className="admin-log-line" key={entry.id}>
                <Timestamp at={entry.at} />
                <span>{describeLogEntry(entry, getPageSettings())}</span>
                <span className="text-quiet">{describeActor(entry)}</span>
              </li>
            ))}
        </ol>
        {hasNextPage && (
          <ActionButton
            className="text-link mt-4 min-h-11"
            isPending={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            Earlier entries
          </ActionButton>
        )}
        <p role="status">
          {isFetchingNextPage && 'Loading earlier entries…'}
          {isFetchNextPageError &&
            'The site can’t be reached. Check your connection and try again.'}
        </p>
      </div>
    </section>
  )
}
