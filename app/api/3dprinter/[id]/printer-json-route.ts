import { type Context, getContext } from '#lib/app-context/context.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { jsonResponse } from '#lib/http/public-response.ts'
import { apiRoute } from '#lib/http/route.ts'

/**
 * A GET route below `/api/3dprinter/{id}/`: JSON that is cached until the printer changes.
 * @param prepare parses the request before the store is opened, and returns the query
 */
export function printerJsonRoute<Params extends { id: string }>(
  prepare: (
    id: number,
    request: { url: URL; params: Params },
  ) => (context: Context) => Promise<unknown>,
) {
  return apiRoute<Params>({
    async GET(request, params) {
      const id = parsePrinterId(params.id)
      const query = prepare(id, { url: new URL(request.url), params })
      const body = await query(await getContext())
      return jsonResponse(request, body, untilPrinterChanges(printerTag(id)))
    },
  })
}
