import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { Grant } from '#lib/owner/apps/apps.ts'
import type { App } from '#lib/owner/apps/types.ts'
import { getSite } from '#lib/site/site.ts'
import { readForm, requireField } from './read-form.ts'
import { readBearer, requireApp, requireScope } from './require-app.ts'

/* What the routes below /indieauth do. */

/** Who the owner is: the home page's address. */
function getMe(): string {
  return `${getEnv().siteUrl}/`
}

function describeOwner(scopes: readonly string[]): Record<string, unknown> {
  if (!scopes.includes('profile')) return {}
  const { author } = getSite()
  const photo = author.photo === null ? null : URL.parse(author.photo, getMe())
  const profile = { name: author.name, url: getMe(), ...(photo !== null && { photo: photo.href }) }
  return { profile }
}

/** A client exchanges its code: for the owner's address, or for a token as well. */
export async function exchange(request: Request, wants: 'profile' | 'token'): Promise<Response> {
  const form = await readForm(request)
  const { apps } = (await getContext()).owner
  // Older clients give a token back this way.
  if (form.get('action') === 'revoke') {
    await apps.revoke(requireField(form, 'token'))
    return Response.json({})
  }
  const type = form.get('grant_type') ?? 'authorization_code'
  if (type === 'refresh_token' && wants === 'token')
    return renderGrant(
      await apps.renew({
        refreshToken: requireField(form, 'refresh_token'),
        clientId: requireField(form, 'client_id'),
      }),
    )
  if (type !== 'authorization_code')
    return Response.json(
      {
        error: 'unsupported_grant_type',
        error_description: `“${type}” is not supported. Send authorization_code.`,
      },
      { status: 400 },
    )
  return renderGrant(
    await apps.redeem(
      {
        code: requireField(form, 'code'),
        clientId: requireField(form, 'client_id'),
        redirectUri: requireField(form, 'redirect_uri'),
        verifier: requireField(form, 'code_verifier'),
      },
      wants,
    ),
  )
}

function renderGrant({ app, accessToken, refreshToken, expiresInSeconds }: Grant): Response {
  return Response.json({
    ...(accessToken !== null && {
      access_token: accessToken,
      token_type: 'Bearer',
      scope: app.scopes.join(' '),
    }),
    ...(expiresInSeconds !== null && { expires_in: expiresInSeconds }),
    ...(refreshToken !== null && { refresh_token: refreshToken }),
    me: getMe(),
    ...describeOwner(app.scopes),
  })
}

/** RFC 7662. Who asks needs a token of its own, which may be the same. */
export async function introspect(request: Request): Promise<Response> {
  const { apps } = (await getContext()).owner
  await requireApp(request, apps)
  const app = await apps.find(requireField(await readForm(request), 'token'))
  return Response.json(app === null ? { active: false } : { active: true, ...describeToken(app) })
}

/** As far as its app may know. */
export function describeToken(app: App): Record<string, unknown> {
  const { clientId, scopes, createdAt, accessExpiresAt } = app
  const seconds = (at: Date) => Math.floor(at.getTime() / 1000)
  return {
    me: getMe(),
    client_id: clientId,
    scope: scopes.join(' '),
    iat: seconds(createdAt),
    ...(accessExpiresAt !== null && { exp: seconds(accessExpiresAt) }),
  }
}

/** How older servers check a token: by a GET of the token endpoint with it. */
export async function describeOwnToken(request: Request): Promise<Response> {
  const { apps } = (await getContext()).owner
  return Response.json(describeToken(await requireApp(request, apps)))
}

/** RFC 7009. */
export async function revoke(request: Request): Promise<Response> {
  const token = requireField(await readForm(request), 'token')
  await (await getContext()).owner.apps.revoke(token)
  return Response.json({})
}

export async function sendUserinfo(request: Request): Promise<Response> {
  if (readBearer(request) === '') throw new DomainError('token-invalid', 'Send a Bearer token.')
  const app = await requireApp(request, (await getContext()).owner.apps)
  requireScope(app, 'profile')
  return Response.json({ me: getMe(), ...(describeOwner(app.scopes).profile as object) }) // there, as the scope is
}
