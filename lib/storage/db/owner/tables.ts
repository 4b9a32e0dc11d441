import type { Generated } from 'kysely'

/* The tables of the owner's area. As in `../schema.ts`, times are epoch milliseconds. */

type Time = number

/** One row where the site is claimed, else none. */
export interface OwnerTable {
  id: Generated<number>
  claimed_at: Time
}

export interface LinkTable {
  id: Generated<number>
  hash: string
  kind: 'claim' | 'sign-in'
  created_at: Time
  expires_at: Time
}

export interface SessionTable {
  id: Generated<number>
  hash: string
  method: 'claim' | 'link' | 'passkey'
  passkey_id: number | null
  user_agent: string | null
  created_at: Time
  last_seen_at: Time
  expires_at: Time
}

export interface PasskeyTable {
  id: Generated<number>
  credential_id: string
  public_key: string
  counter: number
  /** Separated by spaces. */
  transports: string
  rp_id: string
  name: string
  created_at: Time
  last_used_at: Time | null
}

export interface ChallengeTable {
  id: Generated<number>
  value: string
  purpose: 'add' | 'sign-in'
  session_id: number | null
  expires_at: Time
}

/** Scopes are separated by spaces. */
export interface AppTable {
  id: Generated<number>
  client_id: string
  client_name: string
  redirect_uri: string
  scope: string
  code_hash: string
  code_challenge: string
  code_expires_at: Time
  lifetime: 'unlimited' | 'month' | 'renewed'
  access_hash: string | null
  refresh_hash: string | null
  /** Of what all its refresh tokens have in common: so a used one is known as such. */
  family_hash: string | null
  created_at: Time
  redeemed_at: Time | null
  last_used_at: Time | null
  access_expires_at: Time | null
  ends_at: Time | null
}

/** Triggers reject every change of a row. */
export interface LogTable {
  id: Generated<number>
  at: Time
  action: string
  /** JSON. */
  details: string
  session_id: number | null
}

/** The latest of each kind, eight of a printer at most. Of a printer that doesn't exist any more they are deleted. */
export interface RefusalTable {
  id: Generated<number>
  printer_id: number
  code: string
  address: string
  reason: string
  at: Time
  /** How often. */
  count: number
}

/** What all pictures with their variants took, as retention measured it last in an hour. */
export interface StorageSampleTable {
  /** When it was measured. Rows of older versions have the beginning of the hour. */
  hour: Time
  bytes: number
}

/** The latest of each kind. */
export interface BackupTable {
  kind: 'command' | 'download'
  at: Time
  /** Pictures that it lacks. */
  lost: number
}
