import { DomainError } from '#lib/core/errors.ts'
import type { Apps } from '#lib/owner/apps/apps.ts'
import type { App } from '#lib/owner/apps/types.ts'

/** The token of `Authorization: Bearer`; `null` where there is none. */
export function readBearer(request: Request): string | null {
  const given = request.headers.get('authorization')
  return given === null ? null : (/^Bearer +(\S+)$/i.exec(given.trim())?.[1] ?? '')
}

/**
 * The app whose token a request has.
 * @param inBody a token in the form (RFC 6750, 2.2)
 * @throws DomainError `token-invalid`; `invalid-fields` where there are two
 */
export async function requireApp(
  request: Request,
  apps: Pick<Apps, 'use'>,
  inBody: string | null = null,
): Promise<App> {
  const inHeader = readBearer(request)
  if (inHeader !== null && inBody !== null)
    throw new DomainError('invalid-fields', 'There are two tokens. Send one, in the header.')
  const token = inHeader ?? inBody
  if (token === null)
    throw new DomainError('token-invalid', 'Send a token: “Authorization: Bearer …”.')
  const app = await apps.use(token)
  if (app === null)
    throw new DomainError(
      'token-invalid',
      'This token is unknown, has expired, or was removed by the owner. Sign in again.',
    )
  return app
}

/** @param scopes any of them @throws DomainError `wrong-scope` */
export function requireScope(app: App, ...scopes: readonly string[]): void {
  if (scopes.some((scope) => app.scopes.includes(scope))) return
  throw new DomainError(
    'wrong-scope',
    `This needs the scope “${scopes[0]}”, which the owner didn’t allow. Sign in again and ask for it.`,
  )
}
