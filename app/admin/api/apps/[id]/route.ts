import { parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{ id: string }>({
  DELETE: async ({ params, owner, session }) => {
    await owner.apps.remove({ sessionId: session.id }, parseId(params.id))
    return privateJson({})
  },
})
