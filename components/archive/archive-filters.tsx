import { toCameraQuery } from '#lib/api/cameras.ts'
import { stateWords } from '#lib/api/state-words.ts'
import { printerStates } from '#lib/api/states.ts'

export type ChosenFilters = Partial<Record<string, string>>

/** A GET form: works without JavaScript, and its result has a URL to link to. */
export function ArchiveFilters({
  path,
  chosen,
  prints,
  camera = 1,
}: {
  path: string
  chosen: ChosenFilters
  prints: readonly { number: number; title: string }[]
  /** Stays when the filters are cleared. */
  camera?: number
}) {
  return (
    <search>
      <form action={path} className="mt-7 flex flex-wrap items-end gap-x-5 gap-y-4" method="get">
        {camera !== 1 && <input name="camera" type="hidden" value={camera} />}
        <label className="grid min-w-0 gap-1">
          <span className="label text-quiet">Jump to a day</span>
          <input
            className="field min-w-32 max-w-64 px-2.5"
            defaultValue={chosen.day}
            name="day"
            type="date"
          />
        </label>
        <label className="grid min-w-0 gap-1">
          <span className="label text-quiet">Print</span>
          <select
            className="field min-w-32 max-w-64 px-2.5"
            defaultValue={chosen.print ?? ''}
            name="print"
          >
            <option value="">Any</option>
            {prints.map(({ number, title }) => (
              <option key={number} value={number}>
                {number}: {title}
              </option>
            ))}
          </select>
        </label>
        <label className="grid min-w-0 gap-1">
          <span className="label text-quiet">State</span>
          <select
            className="field min-w-32 max-w-64 px-2.5"
            defaultValue={chosen.state ?? ''}
            name="state"
          >
            <option value="">Any</option>
            {printerStates.map((state) => (
              <option key={state} value={state}>
                {stateWords[state]}
              </option>
            ))}
          </select>
        </label>
        <button className="button label" type="submit">
          Show
        </button>
        {Object.keys(chosen).length > 0 && (
          <a
            className="text-link inline-flex min-h-11 items-center"
            href={path + toCameraQuery(camera)}
          >
            Clear filters
          </a>
        )}
      </form>
    </search>
  )
}
