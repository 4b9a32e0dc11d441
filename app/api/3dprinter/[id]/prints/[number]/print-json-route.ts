import type { Context } from '#lib/app-context/context.ts'
import { parsePrintNumber } from '#lib/http/params.ts'
import { printerJsonRoute } from '../../printer-json-route.ts'

/** A GET route below `/api/3dprinter/{id}/prints/{number}`. */
export function printJsonRoute(
  query: (queries: Context['printQueries'], id: number, number: number) => Promise<unknown>,
) {
  return printerJsonRoute<{ id: string; number: string }>((id, { params }) => {
    const number = parsePrintNumber(params.number)
    return ({ printQueries }) => query(printQueries, id, number)
  })
}
