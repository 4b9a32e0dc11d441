import {
  type ApiOwnersPictures,
  type PicturesPageQuery,
  picturesPath,
} from '#lib/api/admin-pictures.ts'
import { defaultFormats } from '#lib/api/formats.ts'
import { formatDay } from '#lib/api/times.ts'

/** The days before and after that have pictures, any other day, and what is hidden. */
export function DaysNav({
  printerId,
  data,
  isHiddenOnly,
  camera,
}: {
  printerId: number
  data: ApiOwnersPictures
  isHiddenOnly: boolean
  /** The only one whose pictures are listed. */
  camera?: string
}) {
  const { day, previous_day: previous, next_day: next, hidden } = data
  const linkTo = (query: PicturesPageQuery = {}) =>
    picturesPath(printerId, { ...query, ...(camera !== undefined && { camera }) })
  const links = [
    isHiddenOnly && { href: linkTo(), name: 'All pictures by day' },
    next !== null && {
      href: linkTo({ day: next }),
      name: nameDay(next),
      rel: 'next',
    },
    previous !== null && {
      href: linkTo({ day: previous }),
      name: nameDay(previous),
      rel: 'prev',
    },
    !isHiddenOnly &&
      hidden > 0 && {
        href: linkTo({ hidden: '' }),
        name: `All hidden pictures (${hidden})`,
      },
  ].filter((link) => link !== false)
  return (
    <div className="admin-days">
      {links.length > 0 && (
        <nav aria-label="Days">
          <ul>
            {links.map(({ name, ...attributes }) => (
              <li key={name}>
                <a className="text-link" {...attributes}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <form action="/admin/pictures" method="get">
        <input name="printer" type="hidden" value={printerId} />
        {camera !== undefined && <input name="camera" type="hidden" value={camera} />}
        <label>
          <span className="label text-quiet">Jump to a day</span>
          <input className="field px-2.5" defaultValue={day ?? ''} name="day" type="date" />
        </label>
        <button className="button label" type="submit">
          Show
        </button>
      </form>
    </div>
  )
}

/** "Sun 22 Nov 2026" of a day in the site's time zone. */
const nameDay = (day: string) => formatDay(new Date(`${day}T00:00Z`), defaultFormats)
