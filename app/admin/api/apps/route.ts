import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { serializeApp } from '#lib/owner/apps/serialize.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  GET: async ({ owner }) => privateJson((await owner.apps.list()).map(serializeApp)),
})
