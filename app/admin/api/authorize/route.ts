import { openClientReader } from '#lib/app-context/read-client.ts'
import { authorizeInput } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { readInput } from '#lib/http/owner/read-input.ts'
import { parseAuthorizationRequest } from '#lib/owner/apps/authorization-request.ts'
import { identifyClient } from '#lib/owner/apps/client.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  POST: async ({ request, owner, session }) => {
    const { query, scopes, lifetime } = await readInput(request, authorizeInput)
    const asked = parseAuthorizationRequest(new URLSearchParams(query))
    const { readClient } = await openClientReader()
    const { name: clientName } = await identifyClient(asked, readClient)
    const address = await owner.apps.allow(session, asked, { scopes, lifetime, clientName })
    return privateJson({ address })
  },
})
