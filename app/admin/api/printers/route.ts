import { getContext } from '#lib/app-context/context.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { newPrinterInput } from '#lib/http/owner/printer-inputs.ts'
import { readInput } from '#lib/http/owner/read-input.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  GET: async () => privateJson(await (await getContext()).listManagedPrinters()),
  POST: async ({ request, session }) => {
    const { name } = await readInput(request, newPrinterInput)
    const { management } = await getContext()
    const { id } = await management.add({ sessionId: session.id }, name)
    return privateJson({ id })
  },
})
