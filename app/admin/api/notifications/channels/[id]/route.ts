import { getChannels } from '#lib/app-context/channels.ts'
import { channelChangesInput } from '#lib/http/owner/channel-inputs.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { readInput } from '#lib/http/owner/read-input.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{ id: string }>({
  PATCH: async ({ request, params, session }) => {
    const id = parseId(params.id)
    const { isOn, changes } = await readInput(request, channelChangesInput)
    const { management } = await getChannels()
    const by = { sessionId: session.id }
    if (isOn === null) await management.change(by, id, changes)
    else await management.turn(by, id, isOn)
    return privateJson({})
  },
  DELETE: async ({ params, session }) => {
    const { management } = await getChannels()
    await management.remove({ sessionId: session.id }, parseId(params.id))
    return privateJson({})
  },
})
