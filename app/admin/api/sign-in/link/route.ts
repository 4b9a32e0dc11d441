import { signInWithLink } from '#lib/http/owner/sign-in-with-link.ts'

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = signInWithLink(
  { page: '/admin/sign-in', home: '/admin' },
  (owner, secret, client) => owner.signInByLink(secret, client),
)
