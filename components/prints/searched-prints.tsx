import { describeEndWithDay, formatPrintTitle } from '#lib/api/describe-print.ts'
import { printPagePath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { getSite } from '#lib/site/site.ts'

export interface FoundPrint {
  print: ApiPrint
  printer: Pick<ApiPrinter, 'id' | 'name'>
}

/** Prints that a search has found. */
export function SearchedPrints({ prints }: { prints: readonly FoundPrint[] }) {
  return (
    <section aria-labelledby="found-prints" className="page-section">
      <h2 className="section-label" id="found-prints">
        Prints
      </h2>
      <ol className="grid gap-7">
        {prints.map(({ print, printer }) => {
          const path = printPagePath(printer.id, print.number)
          return (
            <li key={path}>
              <h3 className="post-title wrap-anywhere">
                <a href={path}>
                  <bdi>{formatPrintTitle(print)}</bdi>
                </a>
              </h3>
              <p className="text-pretty text-quiet">
                {describeEndWithDay(print, getSite())}, on <bdi>{printer.name}</bdi>.
              </p>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
