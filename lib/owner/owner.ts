import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { ApiLogPage, ApiSecurity, SignInChoices } from '#lib/api/admin.ts'
import { createApps } from './apps/apps.ts'
import { claim, createClaimLink, createSignInLink, signInByLink } from './links.ts'
import {
  addPasskey,
  getRpId,
  type PasskeyParts,
  signInByPasskey,
  startAdding,
  startSignIn,
} from './passkeys/passkeys.ts'
import type { OwnerStore } from './ports.ts'
import { serializeLogEntry, serializePasskey, serializeSession } from './serialize.ts'
import { findSession } from './sessions.ts'
import type { Client, Session } from './types.ts'

const logPageLength = 20

export type Owner = ReturnType<typeof createOwner>

/** All that the owner's pages and commands can do about signing in. */
export function createOwner(
  parts: Omit<PasskeyParts, 'store'> & { store: OwnerStore; now: () => Date },
) {
  const { store, now } = parts
  const rpId = getRpId(parts.siteUrl)
  /** An entry of the log. */
  const entry = (session: Session, action: string, details: Record<string, string> = {}) => ({
    at: now(),
    action,
    details,
    sessionId: session.id,
  })

  async function getSignInChoices(): Promise<SignInChoices> {
    const [isClaimed, passkeys] = await Promise.all([store.isClaimed(), store.listPasskeys()])
    const foreign = passkeys.filter((passkey) => passkey.rpId !== rpId)
    return {
      isClaimed,
      hasPasskeys: passkeys.length > foreign.length,
      formerHosts: [...new Set(foreign.map((passkey) => passkey.rpId))],
    }
  }

  async function listLog(before: number | null): Promise<ApiLogPage> {
    const entries = await store.listLog({ before, limit: logPageLength + 1 })
    const page = entries.slice(0, logPageLength)
    const isLast = entries.length <= logPageLength
    return {
      entries: page.map(serializeLogEntry),
      next: isLast ? null : (page.at(-1)?.id ?? null),
    }
  }

  return {
    isClaimed: () => store.isClaimed(),
    getSignInChoices,
    createClaimLink: () => createClaimLink(store, now()),
    createSignInLink: () => createSignInLink(store, now()),
    claim: (secret: string, client: Client) => claim(store, secret, client, now()),
    signInByLink: (secret: string, client: Client) => signInByLink(store, secret, client, now()),
    findSession: (secret: string) => findSession(store, secret, now()),

    startAdding: (session: Session) => startAdding(parts, session, now()),
    addPasskey: async (session: Session, response: RegistrationResponseJSON, name: string) =>
      serializePasskey(await addPasskey(parts, { session, response, name }, now()), rpId),
    startSignIn: () => startSignIn(parts, now()),
    signInByPasskey: (response: AuthenticationResponseJSON, client: Client) =>
      signInByPasskey(parts, response, client, now()),
    renamePasskey: (session: Session, id: number, name: string) =>
      store.renamePasskey(id, name, entry(session, 'passkey-renamed', { name })),
    async removePasskey(session: Session, id: number) {
      const name = (await store.listPasskeys()).find((passkey) => passkey.id === id)?.name ?? ''
      await store.removePasskey(id, entry(session, 'passkey-removed', { name }))
    },

    signOut: (session: Session) => store.endSession(session.id, entry(session, 'signed-out')),
    endSession: (session: Session, id: number) =>
      store.endSession(id, entry(session, 'session-ended')),
    signOutEverywhere: (session: Session) =>
      store.endAllSessions(entry(session, 'signed-out-everywhere')),

    listLog,
    /** For what changes nothing in the store. */
    noteChange: (session: Session, action: string, details: Record<string, string> = {}) =>
      store.insertLog(entry(session, action, details)),
    /** What the page about signing in shows. */
    async getSecurity(session: Session): Promise<ApiSecurity> {
      const [passkeys, sessions, log] = await Promise.all([
        store.listPasskeys(),
        store.listSessions(now()),
        listLog(null),
      ])
      return {
        passkeys: passkeys.map((passkey) => serializePasskey(passkey, rpId)),
        sessions: sessions.map((each) => serializeSession(each, session.id, passkeys)),
        log,
      }
    },
    apps: createApps({ store, siteUrl: parts.siteUrl, now }),
    sweep: () => store.sweep(now()),
  }
}
