import { type Context, getContext } from '#lib/app-context/context.ts'
import { authorizeSnapper, noteUse } from '#lib/http/authorize.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { route } from '#lib/http/route.ts'

/** A GET route for the owner's own programs, with a token that may read what is private. Its responses are never cached. */
export function privateRoute<Params extends { id: string }>(
  read: (context: Context, id: number, params: Params) => Promise<Response>,
) {
  return route<Params>(
    {
      async GET(request, params) {
        const id = parsePrinterId(params.id)
        const context = await getContext()
        const { printers } = context.store
        const { credential } = await authorizeSnapper(request, printers, id, 'read-private')
        noteUse(printers, credential, request.headers)
        const response = await read(context, id, params)
        response.headers.set('cache-control', 'private, no-store')
        return response
      },
    },
    { isPrivate: true },
  )
}
