import type { Kysely, Selectable } from 'kysely'
import { DomainError } from '#lib/core/errors.ts'
import type { PushStore } from '#lib/notifications/push/ports.ts'
import { createPushKeys, unreadableKeyProblem } from '#lib/notifications/push/vapid.ts'
import type { Database } from '../database.ts'
import type { Tables } from '../schema.ts'
import type { Keyring } from '../secrets/keyring.ts'
import type { Sealer } from '../secrets/sealer.ts'
import type { PushKeyTable } from './tables.ts'

export const pushKeyPlace = 'push_keys/1/private_key'

export function createPushKeyStore(
  database: Database,
  keyring: Keyring,
): Pick<PushStore, 'getPushKeys' | 'replacePushKeys'> {
  return {
    async getPushKeys() {
      const known = await database.read(selectKeys)
      if (known !== undefined) return open(known, await keyring.load())
      const sealer = await keyring.prepare()
      return await database.write(async (db) => {
        await insertKeys(db, sealer)
        const stored = await selectKeys(db)
        if (stored === undefined) throw new Error('The keys were not stored.')
        return open(stored, sealer)
      })
    },
    async replacePushKeys() {
      const sealer = await keyring.prepare()
      await database.write(async (db) => {
        await db.deleteFrom('push_subscriptions').execute()
        await db.deleteFrom('push_keys').execute()
        await insertKeys(db, sealer)
      })
    },
  }
}

export const selectKeys = (db: Kysely<Tables>) =>
  db.selectFrom('push_keys').selectAll().executeTakeFirst()

async function insertKeys(db: Kysely<Tables>, sealer: Sealer): Promise<void> {
  const { publicKey, privateKey } = createPushKeys()
  await db
    .insertInto('push_keys')
    .values({
      id: 1,
      public_key: publicKey,
      private_key: sealer.seal(privateKey, pushKeyPlace),
      created_at: Date.now(),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

function open({ public_key, private_key }: Selectable<PushKeyTable>, sealer: Sealer) {
  const privateKey = sealer.open(private_key, pushKeyPlace)
  if (privateKey !== null) return { publicKey: public_key, privateKey }
  throw new DomainError('push-unavailable', sealer.problem ?? unreadableKeyProblem)
}
