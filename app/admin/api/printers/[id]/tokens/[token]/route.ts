import { getContext } from '#lib/app-context/context.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { serializeIssued } from '#lib/printers/manage/managed-printers.ts'

/** POST makes the token that replaces this one. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{
  id: string
  token: string
}>({
  POST: async ({ params, session }) => {
    const { management } = await getContext()
    const [id, token] = [parseId(params.id), parseId(params.token)]
    const issued = await management.rotateToken({ sessionId: session.id }, id, token)
    return privateJson(serializeIssued(issued))
  },
  DELETE: async ({ params, session }) => {
    const { management } = await getContext()
    const [id, token] = [parseId(params.id), parseId(params.token)]
    await management.removeToken({ sessionId: session.id }, id, token)
    return privateJson({})
  },
})
