import type { ApiApp } from '#lib/api/admin-apps.ts'
import type { App } from './types.ts'

export function serializeApp(app: App): ApiApp {
  return {
    id: app.id,
    client_id: app.clientId,
    name: app.clientName,
    scopes: app.scopes,
    created_at: app.createdAt.toISOString(),
    last_used_at: app.lastUsedAt?.toISOString() ?? null,
    ends_at: app.endsAt?.toISOString() ?? null,
    is_renewed: app.lifetime === 'renewed',
  }
}
