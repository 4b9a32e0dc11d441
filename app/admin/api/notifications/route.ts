import { getChannels } from '#lib/app-context/channels.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  GET: async () => privateJson(await (await getChannels()).list()),
})
