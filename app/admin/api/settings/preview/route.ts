import { getContext } from '#lib/app-context/context.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { readInput } from '#lib/http/owner/read-input.ts'
import { previewInput } from '#lib/http/owner/settings-inputs.ts'

/** Changes nothing: how the pages would look. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  POST: async ({ request }) => {
    const { changes } = await readInput(request, previewInput)
    return privateJson(await (await getContext()).siteEditor.preview(changes))
  },
})
