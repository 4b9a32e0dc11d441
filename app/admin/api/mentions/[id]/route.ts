import { getContext } from '#lib/app-context/context.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { mentionStateInput } from '#lib/http/owner/mention-inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { readInput } from '#lib/http/owner/read-input.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{ id: string }>({
  PATCH: async ({ request, params, session }) => {
    const id = parseId(params.id)
    const { state } = await readInput(request, mentionStateInput)
    const { mentions } = await getContext()
    await mentions.moderate.setState({ sessionId: session.id }, id, state)
    return privateJson({})
  },
  DELETE: async ({ params, session }) => {
    const { mentions } = await getContext()
    await mentions.moderate.remove({ sessionId: session.id }, parseId(params.id))
    return privateJson({})
  },
})
