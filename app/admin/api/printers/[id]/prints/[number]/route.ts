import { printChangesInput } from '#lib/http/owner/print-inputs.ts'
import { readInput } from '#lib/http/owner/read-input.ts'
import { printRoute } from './print-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = printRoute({
  GET: ({ ownersPrints }, [, id, number]) => ownersPrints.get(id, number),
  PATCH: async ({ printEditing, ownersPrints }, print, request) => {
    const { words, was, isHidden, isPublished } = await readInput(request, printChangesInput)
    const [, id, number] = print
    // First what can be refused.
    if (isPublished) await printEditing.requirePublishable(id, number, isHidden)
    if (Object.keys(words).length > 0) await printEditing.describe(...print, words, was)
    if (isHidden !== undefined) await printEditing.setHidden(...print, isHidden)
    if (isPublished !== undefined) await printEditing.setPublished(...print, isPublished)
    return await ownersPrints.get(id, number)
  },
})
