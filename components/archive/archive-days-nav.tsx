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
