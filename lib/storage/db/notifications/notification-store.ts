import type { NotificationStore } from '#lib/notifications/ports.ts'
import type { Database } from '../database.ts'
import { createChannelStore } from './channel-store.ts'
import { createDeliveryLog } from './delivery-log.ts'
import { createOutboxStore } from './outbox-store.ts'
import { createPushOutbox } from './push-outbox.ts'
import { createPushStore } from './push-store.ts'

export function createNotificationStore(database: Database): NotificationStore {
  return {
    ...createChannelStore(database),
    ...createOutboxStore(database),
    ...createDeliveryLog(database),
    ...createPushStore(database),
    ...createPushOutbox(database),
  }
}
