/** Where apps of the owner's find the site's endpoints, by the names of their link relations. */
export const appPaths = {
  authorization_endpoint: '/indieauth',
  token_endpoint: '/indieauth/token',
  introspection_endpoint: '/indieauth/introspect',
  revocation_endpoint: '/indieauth/revoke',
  userinfo_endpoint: '/indieauth/userinfo',
  'indieauth-metadata': '/.well-known/oauth-authorization-server',
  micropub: '/micropub',
} as const

/** What a page about the owner links to, so that apps find it. */
export const discoverable = [
  'indieauth-metadata',
  'authorization_endpoint',
  'token_endpoint',
  'micropub',
] as const satisfies (keyof typeof appPaths)[]
