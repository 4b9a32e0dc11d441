import { printerPagePath, printPagePath } from '#lib/api/paths.ts'
import type { ApiPrintWithNeighbours } from '#lib/api/schema/prints.ts'

/** Links from a print to its neighbours, the list and the archive. */
export function PrintNeighbours({ print }: { print: ApiPrintWithNeighbours }) {
  const { printer, previous, next } = print
  return (
    <nav aria-label="Prints" className="print-neighbours">
      <ul>
        {previous !== null && (
          <li>
            <a className="text-link" href={printPagePath(printer, previous)} rel="prev">
              Previous print
            </a>
          </li>
        )}
        {next !== null && (
          <li>
            <a className="text-link" href={printPagePath(printer, next)} rel="next">
              Next print
            </a>
          </li>
        )}
        <li>
          <a className="text-link" href={`${printerPagePath(printer)}/prints`}>
            All prints
          </a>
        </li>
        <li>
          <a
            className="text-link"
            href={`${printerPagePath(printer)}/archive?print=${print.number}`}
          >
            Pictures of this print
          </a>
        </li>
      </ul>
    </nav>
  )
}
