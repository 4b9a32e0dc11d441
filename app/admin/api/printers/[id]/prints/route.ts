import { getContext } from '#lib/app-context/context.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { parseHistoryPage } from '#lib/http/params.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{ id: string }>({
  GET: async ({ request, params }) => {
    const page = parseHistoryPage(new URL(request.url))
    const { ownersPrints } = await getContext()
    return privateJson(await ownersPrints.list(parseId(params.id), page))
  },
})
