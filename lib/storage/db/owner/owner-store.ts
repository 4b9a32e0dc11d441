import type { OwnerStore } from '#lib/owner/ports.ts'
import type { Database } from '../database.ts'
import { createAppStore } from './app-store.ts'
import { createLinkStore } from './link-store.ts'
import { createPasskeyStore } from './passkey-store.ts'
import { createChallengeStore, createLogStore, createSessionStore } from './session-store.ts'

export function createOwnerStore(database: Database): OwnerStore {
  return {
    ...createLinkStore(database),
    ...createSessionStore(database),
    ...createPasskeyStore(database),
    ...createChallengeStore(database),
    ...createLogStore(database),
    ...createAppStore(database),
    sweep: (now) =>
      database.write(async (db) => {
        for (const table of ['sign_in_links', 'sessions', 'challenges'] as const)
          await db.deleteFrom(table).where('expires_at', '<=', now.getTime()).execute()
        await db.deleteFrom('apps').where('ends_at', '<=', now.getTime()).execute()
      }),
  }
}
