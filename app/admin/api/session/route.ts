import { openRoute, privateJson } from '#lib/http/owner/owner-route.ts'
import { findSession } from '#lib/http/owner/session-cookie.ts'

/** Whether the browser has a session. It sends the cookie from this site's pages only, so a page that another site linked to asks. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = openRoute({
  GET: async ({ request, owner }) => {
    const session = await findSession(owner, request.headers)
    return privateJson({ is_signed_in: session !== null })
  },
})
