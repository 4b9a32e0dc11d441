import type { OwnerStore } from './ports.ts'
import { createSecret, hashSecret } from './secrets.ts'
import type { Client, NewSession, Session, SignInMethod } from './types.ts'

const hourMs = 60 * 60 * 1000
/** Without a request. */
const idleMs = 30 * 24 * hourMs
/** In all, for a session that has no passkey: the next one needs the server's shell again. */
const linkSessionMs = 24 * hourMs
/** Each request would be a write otherwise. */
const touchEveryMs = 5 * 60 * 1000
const maxUserAgentLength = 300

/** A session that has just begun, and its secret for the browser's cookie. */
export interface SignedIn {
  session: Session
  secret: string
}

export function prepareSession(
  method: SignInMethod,
  client: Client,
  now: Date,
): { secret: string; session: NewSession } {
  const secret = createSecret()
  const session = {
    hash: hashSecret(secret),
    method,
    userAgent: client.userAgent?.slice(0, maxUserAgentLength) ?? null,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: method === 'passkey' ? idleExpiry(now) : new Date(now.getTime() + linkSessionMs),
  }
  return { secret, session }
}

export function idleExpiry(now: Date): Date {
  return new Date(now.getTime() + idleMs)
}

/** A browser's session, which counts as seen now; `null` where there is none, or it has ended. */
export async function findSession(
  store: Pick<OwnerStore, 'findSession' | 'touchSession'>,
  secret: string,
  now: Date,
): Promise<Session | null> {
  const session = await store.findSession(hashSecret(secret), now)
  if (session === null || now.getTime() - session.lastSeenAt.getTime() < touchEveryMs)
    return session
  const { id, passkeyId } = session
  const expiresAt = passkeyId === null ? session.expiresAt : idleExpiry(now)
  // A full disk must not keep the owner out, who may be about to delete pictures.
  await store.touchSession(id, { lastSeenAt: now, expiresAt }).catch(() => undefined)
  return { ...session, lastSeenAt: now, expiresAt }
}
