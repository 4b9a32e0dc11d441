import type { ApiLogEntry, ApiPasskey, ApiSession } from '#lib/api/admin.ts'
import type { LogEntry, Passkey, Session } from './types.ts'

export function serializePasskey(passkey: Passkey, rpId: string): ApiPasskey {
  return {
    id: passkey.id,
    name: passkey.name,
    host: passkey.rpId,
    works_here: passkey.rpId === rpId,
    created_at: passkey.createdAt.toISOString(),
    last_used_at: passkey.lastUsedAt?.toISOString() ?? null,
  }
}

export function serializeSession(
  session: Session,
  currentId: number,
  passkeys: readonly Passkey[],
): ApiSession {
  return {
    id: session.id,
    is_current: session.id === currentId,
    method: session.method,
    passkey: passkeys.find(({ id }) => id === session.passkeyId)?.name ?? null,
    user_agent: session.userAgent,
    created_at: session.createdAt.toISOString(),
    last_seen_at: session.lastSeenAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
  }
}

export function serializeLogEntry(entry: LogEntry): ApiLogEntry {
  return {
    id: entry.id,
    at: entry.at.toISOString(),
    action: entry.action,
    details: entry.details,
    session_id: entry.sessionId,
  }
}
