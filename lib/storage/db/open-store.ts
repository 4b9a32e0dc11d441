import type { HubStore } from '#lib/feeds/hub/hub-store.ts'
import type { NotificationStore } from '#lib/notifications/ports.ts'
import type { OwnerStore } from '#lib/owner/ports.ts'
import type { Store } from '#lib/printers/ports.ts'
import type { MentionStore } from '#lib/web-mentions/ports.ts'
import type { SentStore } from '#lib/web-mentions/send/ports.ts'
import { createClaimStore } from './claims.ts'
import type { Database } from './database.ts'
import { createHubStore } from './hub-store.ts'
import { createNotificationStore } from './notifications/notification-store.ts'
import type { PostgresOptions } from './open-postgres.ts'
import type { SqliteOptions } from './open-sqlite.ts'
import { createOverviewStore } from './overview-store.ts'
import { createOwnerStore } from './owner/owner-store.ts'
import { createPictureStore } from './picture-store.ts'
import { createPrinterStore } from './printer-store.ts'
import { createArchiveStore } from './prints/archive-store.ts'
import { createDerivationQueue } from './prints/derivation-queue.ts'
import { createPrintEditStore } from './prints/print-edit-store.ts'
import { createPrintStore } from './prints/print-store.ts'
import { createRetentionStore } from './retention-store.ts'
import { createKeyring, type Keyring } from './secrets/keyring.ts'
import type { SecretsKey } from './secrets/secrets-key.ts'
import { createSentStore } from './sent-mentions/sent-store.ts'
import { createSnapshotStore } from './snapshot-store.ts'
import { createMentionStore } from './web-mentions/mention-store.ts'

interface StoreOptions {
  /** Of the environment. Without any, SQLite has a key file in DATA_DIR, and Postgres has the secrets in readable form. */
  secretsKeys?: readonly SecretsKey[]
  database: ({ kind: 'sqlite' } & SqliteOptions) | ({ kind: 'postgres' } & PostgresOptions)
}

export type OpenStore = Store & {
  owner: OwnerStore
  notifications: NotificationStore
  hub: HubStore
  mentions: MentionStore
  sentMentions: SentStore
  close(): Promise<void>
}

/**
 * Opens the database and migrates it to this version.
 * @throws Error that says what to do if the database must not be used; DomainError `storage-unavailable`, `insufficient-storage`
 */
export async function openStore({
  database: options,
  secretsKeys = [],
}: StoreOptions): Promise<OpenStore> {
  const database = await openDatabase(options)
  const folder = options.kind === 'sqlite' ? options.dataDir : null
  return createStore(database, createKeyring(database, secretsKeys, folder))
}

/** Loads the driver of the one database that is used. */
async function openDatabase(options: StoreOptions['database']): Promise<Database> {
  if (options.kind === 'sqlite') return (await import('./open-sqlite.ts')).openSqlite(options)
  return (await import('./open-postgres.ts')).openPostgres(options)
}

/** @param keyring by default the secrets are readable */
export function createStore(
  database: Database,
  keyring: Keyring = createKeyring(database, [], null),
): OpenStore {
  const derivation = createDerivationQueue(database)
  const close = async () => {
    await derivation.stop()
    await database.close()
  }
  return {
    printers: createPrinterStore(database),
    snapshots: createSnapshotStore(database, derivation),
    retention: { ...createRetentionStore(database, derivation), close },
    prints: createPrintStore(database),
    pictures: createPictureStore(database),
    printEdits: createPrintEditStore(database, derivation),
    archive: createArchiveStore(database),
    claims: createClaimStore(database),
    overview: createOverviewStore(database),
    owner: createOwnerStore(database),
    notifications: createNotificationStore(database, keyring),
    hub: createHubStore(database),
    mentions: createMentionStore(database),
    sentMentions: createSentStore(database),
    close,
  }
}
