import { getContext } from '#lib/app-context/context.ts'
import { DomainError } from '#lib/core/errors.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { purgeInput } from '#lib/http/owner/printer-inputs.ts'
import { readInput } from '#lib/http/owner/read-input.ts'
import { isTypedName } from '#lib/printers/manage/printer-name.ts'
import { requirePrinter } from '#lib/printers/require-printer.ts'
import { getSite } from '#lib/site/site.ts'

/** Deletes a span of a printer's history for good. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute<{ id: string }>({
  POST: async ({ request, params, session }) => {
    const id = parseId(params.id)
    const { name, ...span } = await readInput(request, purgeInput(getSite().timeZone))
    const { management, store } = await getContext()
    if (!isTypedName(name, (await requirePrinter(store, id)).name))
      throw new DomainError('invalid-fields', 'Type the printer’s name exactly as it is shown.', {
        fieldErrors: [{ pointer: '/name', detail: 'Type the printer’s name exactly.' }],
      })
    return privateJson(await management.purge({ sessionId: session.id }, id, span))
  },
})
