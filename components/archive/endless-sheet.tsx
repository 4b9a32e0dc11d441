'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { type MouseEvent, useEffect, useRef } from 'react'
import type { ArchivePage } from './archive-page.ts'
import { ArchiveSheet } from './archive-sheet.tsx'
import { fetchArchive } from './fetch-archive.ts'

/** The next page is requested when the end of the list is this close to the viewport. */
const prefetchMargin = '800px'

export function EndlessSheet({
  printerId,
  path,
  filters,
  first,
}: {
  printerId: number
  path: string
  filters: string
  first: ArchivePage
}) {
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } =
    useInfiniteQuery({
      queryKey: ['archive', printerId, filters],
      queryFn: ({ pageParam, signal }) => fetchArchive(printerId, filters, pageParam, signal),
      initialPageParam: null as string | null, // later pages have a cursor
      initialData: { pages: [first], pageParams: [null] },
      getNextPageParam: (last) => last.next,
    })
  const endRef = useRef<HTMLAnchorElement>(null)
  const isWaiting = hasNextPage && !isFetchingNextPage && !isFetchNextPageError

  useEffect(() => {
    const end = endRef.current
    if (end === null || !isWaiting) return
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && void fetchNextPage(),
      { rootMargin: prefetchMargin },
    )
    observer.observe(end)
    return () => observer.disconnect()
  }, [isWaiting, fetchNextPage])

  const next = data.pages.at(-1)?.next ?? null
  const more = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    void fetchNextPage()
  }
  const query = filters === '' ? '' : `?${filters}`
  return (
    <>
      <ArchiveSheet pictures={data.pages.flatMap((page) => page.pictures)} />
      <p className="mt-4 flex flex-wrap gap-x-7 gap-y-3">
        {next !== null && (
          <a
            className="text-link"
            href={`${path}${query === '' ? '?' : `${query}&`}before=${next}`}
            onClick={more}
            ref={endRef}
            rel="next"
          >
            Older pictures
          </a>
        )}
        <span role="status">
          {isFetchingNextPage && 'Loading older pictures…'}
          {isFetchNextPageError &&
            !isFetchingNextPage &&
            'Couldn’t load more. Check your connection and try again.'}
          {next === null && 'No older pictures.'}
        </span>
      </p>
    </>
  )
}
