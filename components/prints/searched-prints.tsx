import { describeEndWithDay, formatPrintTitle } from '#lib/api/describe-print.ts'
import { printerPagePath, printPagePath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { getSite } from '#lib/site/site.ts'

export interface FoundPrint {
  print: ApiPrint
  printer: Pick<ApiPrinter, 'id' | 'name'>
}

/** Printers that a search has found. */
export function SearchedPrinters({ printers }: { printers: readonly FoundPrint['printer'][] }) {
  return (
    <section aria-label="Printers">
      <ol className="grid gap-7">
        {printers.map(({ id, name }) => (
          <li className="post-line" key={id}>
            <p className="label post-day text-quiet">printer</p>
            <h2 className="post-title wrap-anywhere">
              <a href={printerPagePath(id)}>
                <bdi>{name}</bdi>
              </a>
            </h2>
            <p className="text-pretty text-quiet">Its picture and readings, live.</p>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Prints that a search has found. */
export function SearchedPrints({ prints }: { prints: readonly FoundPrint[] }) {
  return (
    <section aria-label="Prints" className="not-first:mt-7">
      <ol className="grid gap-7">
        {prints.map(({ print, printer }) => {
          const path = printPagePath(printer.id, print.number)
          return (
            <li className="post-line" key={path}>
              <p className="label post-day text-quiet">print</p>
              <h2 className="post-title wrap-anywhere">
                <a href={path}>
                  <bdi>{formatPrintTitle(print)}</bdi>
                </a>
              </h2>
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
