'use client'

import { QueryClient, QueryClientProvider, useInfiniteQuery } from '@tanstack/react-query'
import { type MouseEvent, useEffect, useRef, useState } from 'react'
import { formatProgress } from '#lib/api/sentences.ts'
import { formatDay, formatZonedClock } from '#lib/api/times.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { type ArchivePage, type ArchivePicture, fetchArchive } from './archive-page.ts'

interface Props {
  printerId: number
  path: string
  filters: string
  /** As the server sent it. */
  first: ArchivePage
}

/** The archive's pictures: pages with links without JavaScript, infinite scroll with it. */
export function ArchivePictures(props: Props) {
  const [client] = useState(
    () =>
      new QueryClient({
        // Pages of the archive don't change. After two retries the visitor retries, by a click.
        defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: 2 } },
      }),
  )
  return (
    <QueryClientProvider client={client}>
      <EndlessSheet {...props} />
    </QueryClientProvider>
  )
}

/** The next page is requested when the end of the list is this close to the viewport. */
const prefetchMargin = '800px'

function EndlessSheet({ printerId, path, filters, first }: Props) {
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
  return (
    <>
      <ArchiveSheet pictures={data.pages.flatMap((page) => page.pictures)} />
      <p className="mt-4 flex flex-wrap gap-x-7 gap-y-3">
        {next !== null && (
          <a
            className="text-link"
            href={`${path}?${filters === '' ? '' : `${filters}&`}before=${next}`}
            onClick={more}
            ref={endRef}
            rel="next"
          >
            Older pictures
          </a>
        )}
        {/* One text, which React can update after a page translator has replaced it. */}
        <span role="status">
          {isFetchingNextPage
            ? 'Loading older pictures…'
            : isFetchNextPageError
              ? 'Couldn’t load more. Check your connection and try again.'
              : next === null && 'No older pictures.'}
        </span>
      </p>
    </>
  )
}

/** Pictures grouped by day in the site's time zone, newest first. */
function ArchiveSheet({ pictures }: { pictures: readonly ArchivePicture[] }) {
  const days = Map.groupBy(pictures, ({ at }) => formatDay(new Date(at), getPageSettings()))
  return [...days].map(([day, ofDay]) => (
    <section aria-label={day} className="mt-8" key={day}>
      <h2 className="label text-quiet">{day}</h2>
      <ol className="contact-frames">
        {ofDay.map((picture) => (
          <li key={picture.at + picture.small}>
            <ArchiveFrame picture={picture} />
          </li>
        ))}
      </ol>
    </section>
  ))
}

function ArchiveFrame({ picture }: { picture: ArchivePicture }) {
  const { at, alt, width, height, small, large, progress } = picture
  return (
    <a className="contact-frame" href={large}>
      {/* biome-ignore lint/performance/noImgElement: the site renders the variants itself */}
      <img
        alt={alt}
        className="aspect-video w-full object-contain"
        decoding="async"
        height={height}
        loading="lazy"
        src={small}
        width={width}
      />
      <span className="flex flex-wrap justify-between gap-x-2 px-1 py-1.5 text-[0.8125rem] label">
        <time dateTime={at}>{formatZonedClock(new Date(at), getPageSettings())}</time>
        {progress !== null && <span>{formatProgress(progress)}</span>}
      </span>
    </a>
  )
}
