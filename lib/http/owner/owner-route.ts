import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { Owner } from '#lib/owner/owner.ts'
import type { SignedIn } from '#lib/owner/sessions.ts'
import type { Client, Session } from '#lib/owner/types.ts'
import { beginAttempt } from '../attempt-limit.ts'
import { findClientNetwork } from '../client-network.ts'
import { route } from '../route.ts'
import { requireSameOrigin } from './same-origin.ts'
import { findSession, renderSessionCookie } from './session-cookie.ts'

type Verb = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export interface Call<P> {
  request: Request
  params: P
  owner: Owner
  client: Client
}

type Handlers<C> = Partial<Record<Verb, (call: C) => Promise<Response>>>

/** A route below /admin/api/ for the owner: 401 without a session. Every write must come from the site's own pages. */
export function ownerRoute<P extends object>(handlers: Handlers<Call<P> & { session: Session }>) {
  return openRoute<P>(
    mapHandlers(handlers, (handler) => async (call) => {
      const session = await findSession(call.owner, call.request.headers)
      if (session === null) throw signInRequired()
      return await handler({ ...call, session })
    }),
  )
}

/** A route below /admin/api/ that needs no session. */
export function openRoute<P extends object>(handlers: Handlers<Call<P>>) {
  return route<P>(
    mapHandlers(handlers, (handler) => async (request: Request, params: P) => {
      if (request.method !== 'GET' && request.method !== 'HEAD')
        requireSameOrigin(request, getEnv().siteUrl)
      const { owner } = await getContext()
      const client = { userAgent: request.headers.get('user-agent') }
      return await handler({ request, params, owner, client })
    }),
    { isPrivate: true },
  )
}

function mapHandlers<H, T>(
  handlers: Partial<Record<Verb, H>>,
  wrap: (handler: H) => T,
): Partial<Record<Verb, T>> {
  const mapped: Partial<Record<Verb, T>> = {}
  for (const verb of ['GET', 'POST', 'PATCH', 'DELETE'] as const) {
    const handler = handlers[verb]
    if (handler !== undefined) mapped[verb] = wrap(handler)
  }
  return mapped
}

function signInRequired(): DomainError {
  return new DomainError('sign-in-required', 'You are not signed in any more. Open /admin again.')
}

/** A response to the owner alone. */
export function privateJson(body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, { headers: { 'cache-control': 'no-store', ...headers } })
}

/** For a form without JavaScript. */
export function seeOther(path: string, headers: Record<string, string> = {}): Response {
  return new Response(null, {
    status: 303,
    headers: { location: path, 'cache-control': 'no-store', ...headers },
  })
}

/** The cookie that begins a session, or with `null` ends it. */
export function cookieHeader(signedIn: SignedIn | null): Record<string, string> {
  return { 'set-cookie': renderSessionCookie(getEnv().siteUrl, signedIn?.secret ?? null) }
}

const maxFailuresOfAddress = 10
const maxFailuresOfAll = 100
const maxChallengesOfAddress = 100

/**
 * Counts what was wrong, after it was checked: the right link or passkey passes whatever others have sent, from the same address or
 * from everywhere. None of them can be guessed, so the limit only slows down the noise.
 * @throws DomainError `too-many-requests`, and what `work` throws
 */
export async function limitFailures<T>(request: Request, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const isWrong =
      error instanceof DomainError && ['link-invalid', 'passkey-rejected'].includes(error.code)
    if (isWrong)
      beginAttempt([
        { key: `owner ${findClientNetwork(request)}`, max: maxFailuresOfAddress },
        { key: 'owner', max: maxFailuresOfAll, from: 'from several addresses' },
      ])
    throw error
  }
}

/** Each challenge is a row. @throws DomainError `too-many-requests` */
export function limitChallenges(request: Request): void {
  beginAttempt([{ key: `challenge ${findClientNetwork(request)}`, max: maxChallengesOfAddress }])
}
