import type { NotificationStore } from '#lib/notifications/ports.ts'
import type { Database } from '../database.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { createChannelStore } from './channel-store.ts'
import { createDeliveryLog } from './delivery-log.ts'
import { createOutboxStore } from './outbox-store.ts'
import { createPushOutbox } from './push-outbox.ts'
import { createPushStore } from './push-store.ts'
import { createSealing } from './seal-secrets.ts'

export function createNotificationStore(database: Database, keyring: Keyring): NotificationStore {
  return {
    ...createSealing(database, keyring),
    ...createChannelStore(database, keyring),
    ...createOutboxStore(database),
    ...createDeliveryLog(database),
    ...createPushStore(database, keyring),
    ...createPushOutbox(database),
  }
}
