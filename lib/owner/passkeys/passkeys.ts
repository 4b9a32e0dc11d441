import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { challengeExpired, passkeyRejected } from '../errors.ts'
import type { ChallengeStore, PasskeyStore } from '../ports.ts'
import { createSecret } from '../secrets.ts'
import { idleExpiry, prepareSession, type SignedIn } from '../sessions.ts'
import type { ChallengePurpose, Client, Session } from '../types.ts'
import { ceremonyMs, creationOptions, requestOptions } from './options.ts'
import type { Verify, VerifyJob } from './verify-job.ts'

export interface PasskeyParts {
  store: ChallengeStore & PasskeyStore
  verify: Verify
  /** Absolute origin of the site, without a trailing slash. */
  siteUrl: string
  getSiteTitle(): string
}

/** Passkeys are bound to a host name, whatever its port. */
export function getRpId(siteUrl: string): string {
  return new URL(siteUrl).hostname
}

export async function startAdding(parts: PasskeyParts, session: Session, now: Date) {
  const challenge = await issueChallenge(parts, 'add', session.id, now)
  const known = await parts.store.listPasskeys()
  const { siteUrl, getSiteTitle } = parts
  return creationOptions({ challenge, rpId: getRpId(siteUrl), siteTitle: getSiteTitle(), known })
}

/**
 * Adds the passkey that a browser has made.
 * @throws DomainError `passkey-rejected`
 */
export async function addPasskey(
  parts: PasskeyParts,
  given: { session: Session; response: RegistrationResponseJSON; name: string },
  now: Date,
) {
  const { session, response, name } = given
  const expected = await takeChallenge(parts, 'add', session.id, response, now)
  const verified = await verify(parts, { kind: 'add', response, expected })
  return await parts.store.insertPasskey(
    {
      ...verified,
      transports: response.response.transports ?? [],
      rpId: expected.rpId,
      name,
      createdAt: now,
    },
    { id: session.id, expiresAt: idleExpiry(now) },
    { at: now, action: 'passkey-added', details: { name }, sessionId: session.id },
  )
}

export async function startSignIn(parts: PasskeyParts, now: Date) {
  const challenge = await issueChallenge(parts, 'sign-in', null, now)
  return requestOptions(challenge, getRpId(parts.siteUrl))
}

/**
 * Begins a session for the browser that has signed the challenge. What needs no signature is checked first: a stranger knows no
 * passkey's id, and so starts no process.
 * @throws DomainError `passkey-rejected`
 */
export async function signInByPasskey(
  parts: PasskeyParts,
  response: AuthenticationResponseJSON,
  client: Client,
  now: Date,
): Promise<SignedIn> {
  const passkey = await parts.store.findPasskey(response.id)
  if (passkey === null) throw passkeyRejected()
  const expected = await takeChallenge(parts, 'sign-in', null, response, now)
  const verified = await verify(parts, { kind: 'sign-in', response, expected, passkey })
  const prepared = prepareSession('passkey', client, now)
  const entry = { at: now, action: 'signed-in', details: { with: passkey.name } }
  const session = await parts.store.signInByPasskey(
    passkey.id,
    verified.counter,
    prepared.session,
    entry,
  )
  return { session, secret: prepared.secret }
}

async function issueChallenge(
  { store }: PasskeyParts,
  purpose: ChallengePurpose,
  sessionId: number | null,
  now: Date,
): Promise<string> {
  const value = createSecret()
  const expiresAt = new Date(now.getTime() + ceremonyMs)
  await store.insertChallenge({ value, purpose, sessionId, expiresAt })
  return value
}

async function takeChallenge(
  { store, siteUrl }: PasskeyParts,
  purpose: ChallengePurpose,
  sessionId: number | null,
  { response }: { response: { clientDataJSON: string } },
  now: Date,
) {
  const value = readChallenge(response.clientDataJSON)
  if (value === null) throw passkeyRejected()
  if (!(await store.takeChallenge({ value, purpose, sessionId }, now))) throw challengeExpired()
  return { challenge: value, origin: siteUrl, rpId: getRpId(siteUrl) }
}

/** The challenge that the browser says it has signed; whether it did is verified afterwards. */
function readChallenge(clientDataJson: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8'))
    return typeof challenge === 'string' ? challenge : null
  } catch {
    return null
  }
}

async function verify(parts: PasskeyParts, job: VerifyJob) {
  const verdict = await parts.verify(job)
  if ('rejected' in verdict) throw passkeyRejected(verdict.rejected)
  return verdict
}
