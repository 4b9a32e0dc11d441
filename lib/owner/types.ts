import type { NewLogEntry } from '#lib/core/log-entry.ts'

/** How a session began: by the link that claimed the site, by a later link of the command line, or by a passkey. */
export type SignInMethod = 'claim' | 'link' | 'passkey'

export interface Session {
  id: number
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  userAgent: string | null
  method: SignInMethod
  /** The passkey that it belongs to; `null` for one that a link began, until a passkey is added in it. */
  passkeyId: number | null
}

export interface NewSession extends Omit<Session, 'id' | 'passkeyId'> {
  /** Of its secret, which only the browser has. */
  hash: string
}

/** Of the newest start, while the site isn't claimed, or of the command line. */
export type LinkKind = 'claim' | 'sign-in'

export interface NewLink {
  hash: string
  kind: LinkKind
  createdAt: Date
  expiresAt: Date
}

export type Link = NewLink & { id: number }

export interface Passkey {
  id: number
  /** Base64url, as in WebAuthn's JSON. */
  credentialId: string
  /** COSE key, base64url. */
  publicKey: string
  /** Of signatures; stays 0 for passkeys that are synchronised between devices. */
  counter: number
  transports: readonly string[]
  /** The host name that it works at. */
  rpId: string
  name: string
  createdAt: Date
  lastUsedAt: Date | null
}

export type NewPasskey = Omit<Passkey, 'id' | 'lastUsedAt'>

/** What a challenge may be used for. */
export type ChallengePurpose = 'add' | 'sign-in'

export interface Challenge {
  /** Base64url. */
  value: string
  purpose: ChallengePurpose
  /** The session that adds a passkey; `null` to sign in. */
  sessionId: number | null
  expiresAt: Date
}

export type LogEntry = NewLogEntry & { id: number }

/** The browser that sends a request. */
export interface Client {
  userAgent: string | null
}
