import { cookieHeader, ownerRoute, privateJson, seeOther } from '#lib/http/owner/owner-route.ts'
import { isForm } from '#lib/http/owner/read-input.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = ownerRoute({
  POST: async ({ request, owner, session }) => {
    await owner.signOut(session)
    const headers = cookieHeader(null)
    return isForm(request) ? seeOther('/admin', headers) : privateJson({}, headers)
  },
})
