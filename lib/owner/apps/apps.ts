import { createHash } from 'node:crypto'
import { DomainError } from '#lib/core/errors.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import { createSecret, hashSecret } from '../secrets.ts'
import type { Session } from '../types.ts'
import { type AuthorizationRequest, answerAddress, parseScopes } from './authorization-request.ts'
import type { AppStore } from './ports.ts'
import type { App, AppLifetime, AppTokens } from './types.ts'

const secondMs = 1000
const codeMs = 60 * secondMs
/** A code that is used again within this time ends what it began (RFC 6749, 4.1.2). */
const rememberCodeMs = 10 * 60 * secondMs
const accessMs = 60 * 60 * secondMs
const monthMs = 30 * 24 * 60 * 60 * secondMs
/** Without a renewal. */
const renewalMs = 90 * 24 * 60 * 60 * secondMs
/** Each request would be a write otherwise. */
const noteEveryMs = 60 * secondMs

/** What an app gets (RFC 6749, 5.1). */
export interface Grant {
  app: App
  accessToken: string | null
  refreshToken: string | null
  expiresInSeconds: number | null
}

export type Apps = ReturnType<typeof createApps>

/** What apps can do with the owner's domain: sign the owner in elsewhere, and act for the owner here. Both is IndieAuth. */
export function createApps(parts: { store: AppStore; siteUrl: string; now: () => Date }) {
  const { store, now } = parts
  /** As in the metadata. */
  const issuer = `${parts.siteUrl}/`

  /** @returns the address to send the owner's browser to, with a code */
  async function allow(
    session: Session,
    request: AuthorizationRequest,
    given: { scopes: readonly string[]; lifetime: AppLifetime; clientName: string },
  ): Promise<string> {
    const code = createSecret()
    const at = now()
    const scopes = request.scopes.filter((scope) => given.scopes.includes(scope))
    await store.insertApp(
      {
        clientId: request.clientId,
        clientName: given.clientName,
        redirectUri: request.redirectUri,
        scopes,
        codeHash: hashSecret(code),
        codeChallenge: request.codeChallenge,
        lifetime: given.lifetime,
        createdAt: at,
        codeExpiresAt: new Date(at.getTime() + codeMs),
        endsAt: new Date(at.getTime() + rememberCodeMs),
      },
      {
        at,
        action: isSignInOnly(scopes) ? 'app-signed-in' : 'app-allowed',
        details: { name: given.clientName, client: request.clientId, scopes: scopes.join(' ') },
        sessionId: session.id,
      },
    )
    return answerAddress(request, issuer, { code })
  }

  /**
   * Exchanges a code, once and within a minute.
   * @param wants `profile`: no token, whatever was allowed
   * @throws DomainError `invalid-grant`
   */
  async function redeem(
    given: { code: string; clientId: string; redirectUri: string; verifier: string },
    wants: 'profile' | 'token',
  ): Promise<Grant> {
    const at = now()
    const app = await store.findApp('code', hashSecret(given.code), at)
    // What an app may do for years must not depend on a code in an old history.
    const isForgotten = at.getTime() - (app?.createdAt.getTime() ?? 0) >= rememberCodeMs
    if (app === null || isForgotten) throw invalidGrant('This code is unknown or has expired.')
    if (app.redeemedAt !== null) throw await endByReuse(app, 'code')
    const challenge = createHash('sha256').update(given.verifier).digest('base64url')
    if (app.codeExpiresAt <= at) throw invalidGrant('This code is older than a minute.')
    if (app.clientId !== given.clientId) throw invalidGrant('This code is for another client_id.')
    if (app.redirectUri !== given.redirectUri)
      throw invalidGrant('This code is for another redirect_uri.')
    if (app.codeChallenge !== challenge)
      throw invalidGrant('The code_verifier doesn’t match the code_challenge.')
    if (wants === 'token' && app.scopes.length === 0)
      throw invalidGrant(
        'No scope was allowed, so there is no token. Send the code to the authorization endpoint.',
      )
    const { tokens, ...grant } = wants === 'token' ? makeTokens(app, at) : noTokens(app)
    // Somebody else has used it since it was found.
    if (!(await store.redeemCode(app.id, at, tokens))) throw await endByReuse(app, 'code')
    return { app, ...grant }
  }

  async function endByReuse(app: App, what: 'code' | 'refresh token'): Promise<DomainError> {
    await store.removeApp(app.id, entry(app, 'app-removed-by-reuse', null))
    return invalidGrant(`This ${what} was used before, so all access has ended. Sign in again.`)
  }

  /**
   * A refresh token works once. Used again, somebody else may have it, so all access ends (RFC 9700, 4.14.2). There is no time in which it
   * may be repeated: a thief could use that, too.
   * @throws DomainError `invalid-grant`
   */
  async function renew(given: { refreshToken: string; clientId: string }): Promise<Grant> {
    const at = now()
    const [family = ''] = given.refreshToken.split('.')
    const app = await store.findApp('family', hashSecret(family), at)
    if (app === null || app.clientId !== given.clientId)
      throw invalidGrant('This refresh token is unknown or has expired. Sign in again.')
    const { tokens, ...grant } = makeTokens(app, at, family)
    if (!(await store.renewTokens(app.id, hashSecret(given.refreshToken), tokens)))
      throw await endByReuse(app, 'refresh token')
    return { app, ...grant }
  }

  /** What an access token may do, or `null`. It isn't noted as used. */
  async function find(accessToken: string): Promise<App | null> {
    const at = now()
    const app = await store.findApp('access', hashSecret(accessToken), at)
    return app === null || (app.accessExpiresAt !== null && app.accessExpiresAt <= at) ? null : app
  }

  return {
    issuer,
    allow,
    deny: (request: AuthorizationRequest) =>
      answerAddress(request, issuer, { error: 'access_denied' }),
    redeem,
    renew,
    find,
    /** As `find`, for a request that the token is used for. */
    async use(accessToken: string): Promise<App | null> {
      const app = await find(accessToken)
      if (app === null) return null
      if (app.lastUsedAt === null || now().getTime() - app.lastUsedAt.getTime() >= noteEveryMs)
        // A full disk must not keep an app from what it may do.
        await store.noteAppUse(app.id, now()).catch(() => undefined)
      return app
    },
    /** RFC 7009: of an unknown token there is nothing to say. */
    async revoke(token: string): Promise<void> {
      const hash = hashSecret(token)
      const app =
        (await store.findApp('access', hash, now())) ??
        (await store.findApp('refresh', hash, now()))
      if (app !== null) await store.removeApp(app.id, entry(app, 'app-signed-out', null))
    },
    list: () => store.listApps(now()),
    /** @throws DomainError `not-found` */
    async remove(by: Pick<NewLogEntry, 'sessionId'>, id: number): Promise<App> {
      const app = (await store.listApps(now())).find((each) => each.id === id)
      if (
        app === undefined ||
        !(await store.removeApp(id, entry(app, 'app-removed', by.sessionId)))
      )
        throw new DomainError('not-found', 'This app has no access any more. Reload the page.')
      return app
    },
  }

  function entry(app: App, action: string, sessionId: number | null): NewLogEntry {
    // What no session does, the app does, or the command line.
    const { clientName: name } = app
    const isByApp = action !== 'app-removed'
    return { at: now(), action, details: { name, ...(isByApp && { app: name }) }, sessionId }
  }
}

/** It may know who the owner is, and nothing else. */
export function isSignInOnly(scopes: readonly string[]): boolean {
  return parseScopes(scopes.join(' ')).every((scope) => scope === 'profile')
}

/** @param family the beginning of all its refresh tokens */
function makeTokens(
  app: App,
  at: Date,
  family = createSecret(),
): Omit<Grant, 'app'> & { tokens: AppTokens } {
  const isRenewed = app.lifetime === 'renewed'
  const after = (ms: number) => new Date(at.getTime() + ms)
  const endsAt = { unlimited: null, month: after(monthMs), renewed: after(renewalMs) }[app.lifetime]
  const accessExpiresAt = isRenewed ? after(accessMs) : endsAt
  const accessToken = createSecret()
  const refreshToken = isRenewed ? `${family}.${createSecret()}` : null
  return {
    accessToken,
    refreshToken,
    expiresInSeconds:
      accessExpiresAt === null ? null : (accessExpiresAt.getTime() - at.getTime()) / secondMs,
    tokens: {
      accessHash: hashSecret(accessToken),
      refreshHash: refreshToken === null ? null : hashSecret(refreshToken),
      familyHash: isRenewed ? hashSecret(family) : null,
      accessExpiresAt,
      endsAt,
    },
  }
}

function noTokens({ endsAt }: App): Omit<Grant, 'app'> & { tokens: AppTokens } {
  const hashes = { accessHash: null, refreshHash: null, familyHash: null }
  const tokens = { ...hashes, accessExpiresAt: null, endsAt }
  return { accessToken: null, refreshToken: null, expiresInSeconds: null, tokens }
}

function invalidGrant(detail: string): DomainError {
  return new DomainError('invalid-grant', detail)
}
