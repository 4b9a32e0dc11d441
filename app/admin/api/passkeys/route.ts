import { newPasskeyInput } from '#lib/http/owner/inputs.ts'
import { ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { readInput } from '#lib/http/owner/read-input.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  POST: async ({ request, owner, session }) => {
    const { name, response } = await readInput(request, newPasskeyInput)
    return privateJson(await owner.addPasskey(session, response, name))
  },
})
