import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  GET: async ({ owner, session }) => privateJson(await owner.getSecurity(session)),
})
