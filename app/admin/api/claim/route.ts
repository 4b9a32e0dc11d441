import { forgetClaimLink } from '#lib/app-context/claim-link.ts'
import { signInWithLink } from '#lib/http/owner/sign-in-with-link.ts'

/** Claims the site, once. Afterwards this is 404 for ever. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = signInWithLink(
  { page: '/admin/claim', home: '/admin/start' },
  async (owner, secret, client) => {
    const signedIn = await owner.claim(secret, client)
    await forgetClaimLink()
    return signedIn
  },
)
