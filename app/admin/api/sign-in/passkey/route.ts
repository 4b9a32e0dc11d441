import { signatureInput } from '#lib/http/owner/inputs.ts'
import { cookieHeader, limitFailures, openRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { readInput } from '#lib/http/owner/read-input.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = openRoute({
  POST: async ({ request, owner, client }) => {
    const response = await readInput(request, signatureInput)
    const signedIn = await limitFailures(request, () => owner.signInByPasskey(response, client))
    return privateJson({}, cookieHeader(signedIn))
  },
})
