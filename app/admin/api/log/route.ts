import { parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  GET: async ({ request, owner }) => {
    const before = new URL(request.url).searchParams.get('before')
    return privateJson(await owner.listLog(before === null ? null : parseId(before)))
  },
})
