import { formatPrintTitle } from '#lib/api/describe-print.ts'
import {
  printerPagePath,
  printPagePath,
  type ReadingSpan,
  type ReadingsChoice,
  readingsPagePath,
} from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'

const spans = {
  day: { title: 'The last 24 hours', label: '24 hours' },
  week: { title: 'The last 7 days', label: '7 days' },
  month: { title: 'The last 30 days', label: '30 days' },
} satisfies Record<ReadingSpan, unknown>

/** Heading of a readings page: printer, print, time range, and links to other ranges. */
export function ReadingsHead({
  printer,
  print,
  choice,
}: {
  printer: ApiPrinter
  print: ApiPrint | null
  choice: ReadingsChoice
}) {
  const chosen = 'span' in choice ? choice.span : null
  return (
    <header>
      <p className="label breadcrumbs">
        <a className="inline-flex min-h-11 items-center" href={printerPagePath(printer.id)}>
          <bdi>{printer.name}</bdi>
        </a>
        {print !== null && (
          <a
            className="inline-flex min-h-11 items-center"
            href={printPagePath(printer.id, print.number)}
          >
            Print {print.number}
          </a>
        )}
      </p>
      <h1 className="headline headline-long">
        {chosen !== null
          ? spans[chosen].title
          : print !== null && <bdi>{formatPrintTitle(print)}</bdi>}
      </h1>
      <nav aria-label="Time range">
        <ul className="mt-4 flex flex-wrap gap-x-7">
          {Object.entries(spans).map(([span, { label }]) => (
            <li key={span}>
              <a
                aria-current={span === chosen ? 'page' : undefined}
                className="text-link inline-flex min-h-11 items-center aria-[current=page]:[font-weight:700] aria-[current=page]:no-underline"
                href={readingsPagePath(printer.id, { span: span as ReadingSpan })} // one of its own keys
              >
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  )
}
