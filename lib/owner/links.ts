import { alreadyClaimed, linkInvalid } from './errors.ts'
import type { LinkStore } from './ports.ts'
import { createSecret, findBySecret, hashSecret } from './secrets.ts'
import { prepareSession, type SignedIn } from './sessions.ts'
import type { Client, Link } from './types.ts'

/** Of a start's link; a start, or the command, prints another. */
const claimLinkMs = 7 * 24 * 60 * 60 * 1000
export const signInLinkMinutes = 15

export const claimPath = '/admin/claim'
export const signInPath = '/admin/sign-in'

/**
 * Makes the link of a start. With several replicas exactly the link of the newest start works.
 * @returns its secret; `null` where the site is claimed
 */
export async function createClaimLink(store: LinkStore, now: Date): Promise<string | null> {
  const secret = createSecret()
  const expiresAt = new Date(now.getTime() + claimLinkMs)
  const link = { hash: hashSecret(secret), kind: 'claim', createdAt: now, expiresAt } as const
  return (await store.replaceClaimLink(link)) ? secret : null
}

/**
 * Makes a link that signs in once, or claims the site where it has no owner yet.
 * @returns its address below the site's, and when it expires
 */
export async function createSignInLink(
  store: LinkStore,
  now: Date,
): Promise<{ path: string; expiresAt: Date }> {
  const secret = createSecret()
  const expiresAt = new Date(now.getTime() + signInLinkMinutes * 60 * 1000)
  await store.insertSignInLink(
    { hash: hashSecret(secret), kind: 'sign-in', createdAt: now, expiresAt },
    { at: now, action: 'link-created', details: {}, sessionId: null },
  )
  const page = (await store.isClaimed()) ? signInPath : claimPath
  return { path: `${page}#${secret}`, expiresAt }
}

/** @throws DomainError `not-found` where the site has an owner, `link-invalid` */
export async function claim(
  store: LinkStore,
  secret: string,
  client: Client,
  now: Date,
): Promise<SignedIn> {
  if (await store.isClaimed()) throw alreadyClaimed()
  const link = await findLink(store, secret, now)
  const prepared = prepareSession('claim', client, now)
  const entry = { at: now, action: 'claimed', details: {} }
  const session = await store.claim(link.id, prepared.session, entry)
  return { session, secret: prepared.secret }
}

/** @throws DomainError `link-invalid` */
export async function signInByLink(
  store: LinkStore,
  secret: string,
  client: Client,
  now: Date,
): Promise<SignedIn> {
  const link = await findLink(store, secret, now)
  if (link.kind !== 'sign-in' || !(await store.isClaimed())) throw linkInvalid()
  const prepared = prepareSession('link', client, now)
  const entry = { at: now, action: 'signed-in', details: { with: 'link' } }
  const session = await store.signIn(link.id, prepared.session, entry)
  return { session, secret: prepared.secret }
}

async function findLink(store: LinkStore, secret: string, now: Date): Promise<Link> {
  const link = findBySecret(await store.listLinks(now), secret)
  if (link === null) throw linkInvalid()
  return link
}
