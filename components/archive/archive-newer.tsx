/** Links to the newer page and to the newest pictures, after paging down or jumping to a day. */
export function ArchiveNewer({
  path,
  filters,
  previous,
  isNewest,
}: {
  path: string
  /** As in the page's query. */
  filters: string
  /** Cursor of the newer page; `null` on the newest. */
  previous: string | null
  isNewest: boolean
}) {
  if (isNewest && previous === null) return null
  const query = new URLSearchParams(filters)
  if (previous !== null) query.set('after', previous)
  return (
    <p className="mt-4 flex flex-wrap gap-x-7 gap-y-3">
      {previous !== null && (
        <a className="text-link" href={`${path}?${query}`} rel="prev">
          Newer pictures
        </a>
      )}
      {!isNewest && (
        <a className="text-link" href={filters === '' ? path : `${path}?${filters}`}>
          Newest pictures
        </a>
      )}
    </p>
  )
}
