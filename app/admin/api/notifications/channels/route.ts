import type { ApiNewChannel } from '#lib/api/admin-notifications.ts'
import { getChannels } from '#lib/app-context/channels.ts'
import { newChannelInput } from '#lib/http/owner/channel-inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { readInput } from '#lib/http/owner/read-input.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  POST: async ({ request, session }) => {
    const input = await readInput(request, newChannelInput)
    const { management } = await getChannels()
    const { channel, shown } = await management.add({ sessionId: session.id }, input)
    return privateJson({ id: channel.id, secret: shown } satisfies ApiNewChannel)
  },
})
