import { cache } from 'react'
import type { ReadingsChoice } from '#lib/api/paths.ts'
import { DomainError } from '#lib/core/errors.ts'
import { parseReadingsQuery } from '#lib/printers/readings/readings-query.ts'
import { queryHistory } from '../../store-outage.ts'
import { getPrinter } from '../get-printer.ts'

/** The readings of a URL, with their printer and print; queried once per request. */
const queryReadings = cache(async (given: string, span: string | null, number: string | null) => {
  const choice = parseChoice(span, number)
  const printer = await getPrinter(given)
  if (printer === null || printer === 'outage') return printer
  return queryHistory(async ({ printQueries, readingsQueries }) => {
    const [readings, print] = await Promise.all([
      readingsQueries.getReadings(printer.id, choice),
      'print' in choice ? printQueries.getPrint(printer.id, choice.print) : null,
    ])
    return { printer, choice, readings, print }
  })
})

type Query = Record<string, string | string[] | undefined>

export function getReadings(printer: string, { span, print }: Query) {
  const single = (value: string | string[] | undefined) =>
    typeof value === 'string' ? value : null
  return queryReadings(printer, single(span), single(print))
}

/** An invalid query shows the last day: the page's heading says which time it shows. */
function parseChoice(span: string | null, print: string | null): ReadingsChoice {
  const query = new URLSearchParams()
  if (span !== null) query.set('span', span)
  if (print !== null) query.set('print', print)
  try {
    const parsed = parseReadingsQuery(query)
    return 'from' in parsed ? { span: 'day' } : parsed
  } catch (error) {
    if (error instanceof DomainError) return { span: 'day' }
    throw error
  }
}
