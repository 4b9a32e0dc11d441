import { getChannels } from '#lib/app-context/channels.ts'
import { parseDeliveriesQuery } from '#lib/http/owner/channel-inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  GET: async ({ request }) => {
    const query = parseDeliveriesQuery(new URL(request.url).searchParams)
    return privateJson(await (await getChannels()).listDeliveries(query))
  },
})
