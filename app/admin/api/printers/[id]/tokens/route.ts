import { getContext } from '#lib/app-context/context.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { newTokenInput } from '#lib/http/owner/printer-inputs.ts'
import { readInput } from '#lib/http/owner/read-input.ts'
import { serializeIssued } from '#lib/printers/manage/managed-printers.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{ id: string }>({
  POST: async ({ request, params, session }) => {
    const token = await readInput(request, newTokenInput)
    const { management } = await getContext()
    const by = { sessionId: session.id }
    return privateJson(serializeIssued(await management.addToken(by, parseId(params.id), token)))
  },
})
