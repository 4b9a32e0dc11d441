import type { Context } from '#lib/app-context/context.ts'
import { parsePrintNumber } from '#lib/http/params.ts'
import { parseCamera } from '#lib/printers/archive/archive-query.ts'
import { printerJsonRoute } from '../../printer-json-route.ts'

/** A GET route below `/api/3dprinter/{id}/prints/{number}`. */
export function printJsonRoute(
  query: (
    queries: Context['printQueries'],
    id: number,
    number: number,
    camera: number,
  ) => Promise<unknown>,
) {
  return printerJsonRoute<{ id: string; number: string }>((id, { url, params }) => {
    const number = parsePrintNumber(params.number)
    const camera = parseCamera(url.searchParams.get('camera'))
    return ({ printQueries }) => query(printQueries, id, number, camera)
  })
}
