import { signInWithLink } from '#lib/http/owner/sign-in-with-link.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = signInWithLink(
  '/admin/sign-in',
  (owner, secret, client) => owner.signInByLink(secret, client),
)
