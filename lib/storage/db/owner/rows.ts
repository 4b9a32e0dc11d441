import type { Kysely, Selectable } from 'kysely'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import type { FirstLogEntry } from '#lib/owner/ports.ts'
import type { Link, LogEntry, NewSession, Passkey, Session } from '#lib/owner/types.ts'
import { toDate } from '../rows.ts'
import type { Tables } from '../schema.ts'
import type { LinkTable, LogTable, PasskeyTable, SessionTable } from './tables.ts'

/* Converts between rows and domain types, and inserts what several stores insert. */

export function toLink(row: Selectable<LinkTable>): Link {
  const { id, hash, kind } = row
  return {
    id,
    hash,
    kind,
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
  }
}

export function toSession(row: Selectable<SessionTable>): Session {
  return {
    id: row.id,
    method: row.method,
    passkeyId: row.passkey_id,
    userAgent: row.user_agent,
    createdAt: new Date(row.created_at),
    lastSeenAt: new Date(row.last_seen_at),
    expiresAt: new Date(row.expires_at),
  }
}

export function toPasskey(row: Selectable<PasskeyTable>): Passkey {
  return {
    id: row.id,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    counter: row.counter,
    transports: row.transports.split(' ').filter(Boolean),
    rpId: row.rp_id,
    name: row.name,
    createdAt: new Date(row.created_at),
    lastUsedAt: toDate(row.last_used_at),
  }
}

export function toLogEntry(row: Selectable<LogTable>): LogEntry {
  return {
    id: row.id,
    at: new Date(row.at),
    action: row.action,
    details: JSON.parse(row.details) as Record<string, string>, // as `insertLogEntry` wrote it
    sessionId: row.session_id,
  }
}

export async function insertLogEntry(db: Kysely<Tables>, entry: NewLogEntry): Promise<void> {
  await db
    .insertInto('owner_log')
    .values({
      at: entry.at.getTime(),
      action: entry.action,
      details: JSON.stringify(entry.details),
      session_id: entry.sessionId,
    })
    .execute()
}

/** Begins a session, with its first entry of the log. */
export async function insertSession(
  db: Kysely<Tables>,
  session: NewSession,
  entry: FirstLogEntry,
  passkeyId: number | null = null,
): Promise<Session> {
  const row = await db
    .insertInto('sessions')
    .values({
      hash: session.hash,
      method: session.method,
      passkey_id: passkeyId,
      user_agent: session.userAgent,
      created_at: session.createdAt.getTime(),
      last_seen_at: session.lastSeenAt.getTime(),
      expires_at: session.expiresAt.getTime(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await insertLogEntry(db, { ...entry, sessionId: row.id })
  return toSession(row)
}
