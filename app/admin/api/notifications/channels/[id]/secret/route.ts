import type { ApiNewChannel } from '#lib/api/admin-notifications.ts'
import { getChannels } from '#lib/app-context/channels.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'

/** POST makes the secret that replaces the present one. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{ id: string }>({
  POST: async ({ params, session }) => {
    const id = parseId(params.id)
    const { management } = await getChannels()
    const secret = await management.rotate({ sessionId: session.id }, id)
    return privateJson({ id, secret } satisfies ApiNewChannel)
  },
})
