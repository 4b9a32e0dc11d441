import { scopeWords } from '#lib/api/admin-apps.ts'
import { appPaths } from '#lib/api/app-paths.ts'
import { getEnv } from '#lib/app-context/env.ts'

/** What apps need to know of the site's endpoints (RFC 8414, with IndieAuth's rules). */
export function renderServerMetadata(): Response {
  const { siteUrl } = getEnv()
  const at = (path: string) => siteUrl + path
  return Response.json(
    {
      issuer: `${siteUrl}/`,
      authorization_endpoint: at(appPaths.authorization_endpoint),
      token_endpoint: at(appPaths.token_endpoint),
      introspection_endpoint: at(appPaths.introspection_endpoint),
      introspection_endpoint_auth_methods_supported: ['Bearer'],
      revocation_endpoint: at(appPaths.revocation_endpoint),
      revocation_endpoint_auth_methods_supported: ['none'],
      userinfo_endpoint: at(appPaths.userinfo_endpoint),
      scopes_supported: Object.keys(scopeWords),
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_methods_supported: ['none'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      service_documentation: 'https://indieauth.spec.indieweb.org/',
    },
    { headers: { 'cache-control': 'public, max-age=0, s-maxage=3600, must-revalidate' } },
  )
}
