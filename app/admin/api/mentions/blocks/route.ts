import { getContext } from '#lib/app-context/context.ts'
import { mentionBlockInput } from '#lib/http/owner/mention-inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { readInput } from '#lib/http/owner/read-input.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  POST: async ({ request, session }) => {
    const { value } = await readInput(request, mentionBlockInput)
    const { mentions } = await getContext()
    const blocked = await mentions.moderate.block({ sessionId: session.id }, value)
    return privateJson({ value: blocked })
  },
  DELETE: async ({ request, session }) => {
    const { value } = await readInput(request, mentionBlockInput)
    const { mentions } = await getContext()
    await mentions.moderate.unblock({ sessionId: session.id }, value)
    return privateJson({})
  },
})
