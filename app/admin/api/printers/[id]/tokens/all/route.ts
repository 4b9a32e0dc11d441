import { getContext } from '#lib/app-context/context.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { serializeIssued } from '#lib/printers/manage/managed-printers.ts'

/** Replaces all of a printer's tokens and passwords by one token, at once. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{ id: string }>({
  POST: async ({ params, session }) => {
    const { management } = await getContext()
    const by = { sessionId: session.id }
    const issued = await management.replaceAll(by, parseId(params.id), null, 'Snapper')
    return privateJson(serializeIssued(issued))
  },
})
