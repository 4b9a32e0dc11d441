import { cookieHeader, ownerRoute, privateJson } from '#lib/http/owner/owner-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  DELETE: async ({ owner, session }) => {
    await owner.signOutEverywhere(session)
    return privateJson({}, cookieHeader(null))
  },
})
