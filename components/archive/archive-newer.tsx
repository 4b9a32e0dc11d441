/** The way back up, for whoever has gone down or jumped: the pictures just above these, and the newest of all. */
export function ArchiveNewer({
  path,
  filters,
  previous,
  isNewest,
}: {
  path: string
  /** As in the page's address. */
  filters: string
  /** The cursor of the page above; `null` where nothing is newer. */
  previous: string | null
  isNewest: boolean
}) {
  if (isNewest && previous === null) return null
  const query = new URLSearchParams(filters)
  if (previous !== null) query.set('after', previous)
  return (
    <p className="print-links">
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
