import { getContext } from '#lib/app-context/context.ts'
import { authorizeSnapper, noteUse } from '#lib/http/authorize.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { route } from '#lib/http/route.ts'

/** The printer with what isn't public, for the owner's own programs. A separate address, so that the public one is the same for all. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = route<{ id: string }>(
  {
    async GET(request, params) {
      const id = parsePrinterId(params.id)
      const { store, printerQueries } = await getContext()
      const { credential } = await authorizeSnapper(request, store.printers, id, 'read-private')
      noteUse(store.printers, credential, request.headers)
      return Response.json(await printerQueries.requirePrivate(id), {
        headers: { 'cache-control': 'private, no-store' },
      })
    },
  },
  { isPrivate: true },
)
