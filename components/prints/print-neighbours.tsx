import { printerPagePath, printPagePath } from '#lib/api/paths.ts'
import type { ApiPrintWithNeighbours } from '#lib/api/schema/prints.ts'

/** Links from a print to its neighbours, the list and the archive. */
export function PrintNeighbours({ print }: { print: ApiPrintWithNeighbours }) {
  const { printer, previous, next } = print
  return (
    <nav aria-label="Prints" className="mt-section [border-top-width:2px] border-ink pt-4">
      <ul className="flex flex-wrap gap-x-8">
        {previous !== null && (
          <li>
            <a
              className="text-link inline-flex min-h-11 items-center"
              href={printPagePath(printer, previous)}
              rel="prev"
            >
              Previous print
            </a>
          </li>
        )}
        {next !== null && (
          <li>
            <a
              className="text-link inline-flex min-h-11 items-center"
              href={printPagePath(printer, next)}
              rel="next"
            >
              Next print
            </a>
          </li>
        )}
        <li>
          <a
            className="text-link inline-flex min-h-11 items-center"
            href={`${printerPagePath(printer)}/prints`}
          >
            All prints
          </a>
        </li>
        <li>
          <a
            className="text-link inline-flex min-h-11 items-center"
            href={`${printerPagePath(printer)}/archive?print=${print.number}`}
          >
            Pictures of this print
          </a>
        </li>
      </ul>
    </nav>
  )
}
