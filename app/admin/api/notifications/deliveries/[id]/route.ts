import { getChannels } from '#lib/app-context/channels.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'

/** POST sends a message now, DELETE takes it out of the queue. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{ id: string }>({
  POST: async ({ params, session }) => {
    const { management } = await getChannels()
    await management.retry({ sessionId: session.id }, parseId(params.id))
    return privateJson({})
  },
  DELETE: async ({ params, session }) => {
    const { management } = await getChannels()
    await management.drop({ sessionId: session.id }, parseId(params.id))
    return privateJson({})
  },
})
