import type { NewLogEntry } from '#lib/core/log-entry.ts'
import type { AppStore } from './apps/ports.ts'
import type {
  Challenge,
  ChallengePurpose,
  Link,
  LogEntry,
  NewLink,
  NewPasskey,
  NewSession,
  Passkey,
  Session,
} from './types.ts'

/*
 * The ports that a store implements, as in `lib/printers/ports.ts`: absent is `null`, an outage throws. What changes something takes
 * the entry of the log, and writes both in one transaction.
 */

/** An entry of the session that the same transaction begins. */
export type FirstLogEntry = Omit<NewLogEntry, 'sessionId'>

export interface LinkStore {
  isClaimed(): Promise<boolean>
  /**
   * Inserts the claim link of a start, which replaces every earlier one.
   * @returns `false`, with nothing changed, where the site is claimed
   */
  replaceClaimLink(link: NewLink): Promise<boolean>
  insertSignInLink(link: NewLink, entry: NewLogEntry): Promise<void>
  /** Those that have not expired; there are few. */
  listLinks(now: Date): Promise<Link[]>
  /**
   * Uses up the link, claims the site and begins a session. Of any number of callers, in any number of processes, one succeeds.
   * @throws DomainError `not-found` where the site is claimed, `link-invalid` where the link was used or replaced meanwhile
   */
  claim(linkId: number, session: NewSession, entry: FirstLogEntry): Promise<Session>
  /** Uses up the link and begins a session. @throws DomainError `link-invalid` where it was used meanwhile */
  signIn(linkId: number, session: NewSession, entry: FirstLogEntry): Promise<Session>
}

export interface SessionStore {
  /** `null` where there is none, or it has expired. */
  findSession(hash: string, now: Date): Promise<Session | null>
  touchSession(id: number, seen: Pick<Session, 'lastSeenAt' | 'expiresAt'>): Promise<void>
  /** The last seen first, without expired ones. */
  listSessions(now: Date): Promise<Session[]>
  /** @throws DomainError `not-found` */
  endSession(id: number, entry: NewLogEntry): Promise<void>
  endAllSessions(entry: NewLogEntry): Promise<void>
}

export interface PasskeyStore {
  /** In the order in which they were added. */
  listPasskeys(): Promise<Passkey[]>
  findPasskey(credentialId: string): Promise<Passkey | null>
  /**
   * Adds a passkey. The session that adds it belongs to it from now on, and lasts until `expiresAt`.
   * @throws DomainError `passkey-rejected` where it is there already
   */
  insertPasskey(
    passkey: NewPasskey,
    session: Pick<Session, 'id' | 'expiresAt'>,
    entry: NewLogEntry,
  ): Promise<Passkey>
  /** @throws DomainError `not-found` */
  renamePasskey(id: number, name: string, entry: NewLogEntry): Promise<void>
  /** Removes it, and ends the sessions that belong to it, except the one that does so. @throws DomainError `not-found` */
  removePasskey(id: number, entry: NewLogEntry): Promise<void>
  /**
   * Begins a session and remembers the counter.
   * @throws DomainError `passkey-rejected` where the passkey is gone, or its counter wasn't below the given one
   */
  signInByPasskey(
    id: number,
    counter: number,
    session: NewSession,
    entry: FirstLogEntry,
  ): Promise<Session>
}

export interface ChallengeStore {
  /** Keeps the newest thousand. */
  insertChallenge(challenge: Challenge): Promise<void>
  /** Deletes the challenge. @returns whether it was there, for this purpose and session, and had not expired */
  takeChallenge(
    challenge: { value: string; purpose: ChallengePurpose; sessionId: number | null },
    now: Date,
  ): Promise<boolean>
}

export interface LogStore {
  /** For a change that isn't in the database. */
  insertLog(entry: NewLogEntry): Promise<void>
  /** Newest first. */
  listLog(page: { before: number | null; limit: number }): Promise<LogEntry[]>
}

export interface OwnerStore
  extends LinkStore,
    SessionStore,
    PasskeyStore,
    ChallengeStore,
    LogStore,
    AppStore {
  /** Deletes expired links, sessions, challenges and apps. */
  sweep(now: Date): Promise<void>
}
