import { type Context, getContext } from '#lib/app-context/context.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { type Call, ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import type { Author } from '#lib/printers/manage/manage-printers.ts'

type Params = { id: string; number: string }
type Handler = (
  context: Context,
  print: readonly [by: Author, id: number, number: number],
  request: Request,
) => Promise<object>

/** Routes below /admin/api/printers/{id}/prints/{number}. */
export function printRoute(handlers: Partial<Record<'GET' | 'PATCH' | 'POST', Handler>>) {
  return ownerRoute<Params>(
    Object.fromEntries(
      Object.entries(handlers).map(([verb, handle]) => [
        verb,
        async ({ request, params, session }: Call<Params> & { session: { id: number } }) => {
          const of = [
            { sessionId: session.id },
            parseId(params.id),
            parseId(params.number),
          ] as const
          return privateJson(await handle(await getContext(), of, request))
        },
      ]),
    ),
  )
}
