import { limitChallenges, openRoute, privateJson } from '#lib/http/owner/owner-route.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = openRoute({
  POST: async ({ request, owner }) => {
    limitChallenges(request)
    return privateJson(await owner.startSignIn())
  },
})
