import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  POST: async ({ owner, session }) => privateJson(await owner.startAdding(session)),
})
