import { getContext } from '#lib/app-context/context.ts'
import { mentionSettingsInput, parseMentionQuery } from '#lib/http/owner/mention-inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { readInput } from '#lib/http/owner/read-input.ts'
import { getMentionsPage } from '#lib/web-mentions/serialize-mentions.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  GET: async ({ request }) => {
    const query = parseMentionQuery(new URL(request.url).searchParams)
    const { mentions } = await getContext()
    return privateJson(await getMentionsPage(mentions.moderate, query, new Date()))
  },
  PATCH: async ({ request, session }) => {
    const { accepts_known: acceptsKnown } = await readInput(request, mentionSettingsInput)
    const { mentions } = await getContext()
    await mentions.moderate.setSettings({ sessionId: session.id }, { acceptsKnown })
    return privateJson({})
  },
})
