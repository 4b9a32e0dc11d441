import { getContext } from '#lib/app-context/context.ts'
import { DomainError } from '#lib/core/errors.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { printerChangesInput, removalInput } from '#lib/http/owner/printer-inputs.ts'
import { readInput } from '#lib/http/owner/read-input.ts'
import { isTypedName } from '#lib/printers/manage/printer-name.ts'
import { requirePrinter } from '#lib/printers/require-printer.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{ id: string }>({
  PATCH: async ({ request, params, session }) => {
    const id = parseId(params.id)
    const { changes, was } = await readInput(request, printerChangesInput)
    const { management } = await getContext()
    await management.change({ sessionId: session.id }, id, changes, was)
    return privateJson({})
  },
  DELETE: async ({ request, params, session }) => {
    const id = parseId(params.id)
    const { name } = await readInput(request, removalInput)
    const { management, store } = await getContext()
    if (!isTypedName(name, (await requirePrinter(store, id)).name))
      throw new DomainError('invalid-fields', 'Type the printer’s name exactly as it is shown.')
    await management.remove({ sessionId: session.id }, id)
    return privateJson({})
  },
})
