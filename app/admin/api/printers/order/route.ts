import { getContext } from '#lib/app-context/context.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { orderInput } from '#lib/http/owner/printer-inputs.ts'
import { readInput } from '#lib/http/owner/read-input.ts'

/** Puts these printers first, in this order. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  POST: async ({ request, session }) => {
    const { ids } = await readInput(request, orderInput)
    const { management } = await getContext()
    await management.order({ sessionId: session.id }, ids)
    return privateJson({})
  },
})
