import type { ChosenFilters } from './archive-filters.tsx'

/** The days of a month that have pictures, newest first, each a link to that day. The other filters stay. */
export function ArchiveDaysNav({
  path,
  days,
  chosen,
}: {
  path: string
  days: readonly { day: string; pictures: number }[]
  chosen: ChosenFilters
}) {
  if (days.length === 0) return null
  return (
    <nav aria-label="Days" className="archive-days mt-5 text-(length:--text-small)">
      <ul className="flex flex-wrap gap-x-6">
        {days.toReversed().map(({ day, pictures }) => (
          <li key={day}>
            <a
              aria-current={chosen.day === day ? 'page' : undefined}
              className="inline-flex min-h-11 items-center gap-[0.375em]"
              href={`${path}?${toQuery(day, chosen)}`}
            >
              {formatDayLabel(day)}
              <span className="text-quiet">
                {' '}
                {pictures} {pictures === 1 ? 'picture' : 'pictures'}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const dayAndMonth = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
})

function toQuery(day: string, chosen: ChosenFilters): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...chosen, day }))
    if (value !== undefined) query.set(name, value)
  return query
}

/** "21 Nov"; `day` is already in the site's time zone. */
function formatDayLabel(day: string): string {
  return dayAndMonth.format(new Date(`${day}T00:00:00Z`))
}

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
