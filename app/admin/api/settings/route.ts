import { getContext } from '#lib/app-context/context.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { readInput } from '#lib/http/owner/read-input.ts'
import { settingsInput } from '#lib/http/owner/settings-inputs.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  GET: async () => privateJson(await (await getContext()).siteEditor.read()),
  PATCH: async ({ request, session }) => {
    const { version, ...input } = await readInput(request, settingsInput)
    const { siteEditor } = await getContext()
    return privateJson(await siteEditor.save({ sessionId: session.id }, version, input))
  },
})
