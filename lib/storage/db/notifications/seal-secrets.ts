import { type Kysely, sql } from 'kysely'
import type { SecretsStore } from '#lib/notifications/ports.ts'
import type { Database } from '../database.ts'
import type { Tables } from '../schema.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { isSealed, type Sealer } from '../secrets/sealer.ts'
import { hasSecrets, openContent, sealContent } from './channel-secrets.ts'
import { selectChannels } from './insert-facts.ts'
import { pushKeyPlace, selectKeys } from './push-key-store.ts'

export function createSealing(database: Database, keyring: Keyring): SecretsStore {
  async function inspect() {
    const sealer = await keyring.load()
    return await database.read(async (db) => {
      const keys = await selectKeys(db)
      const privateKey = keys && sealer.open(keys.private_key, pushKeyPlace)
      const unreadable: string[] = []
      const stored = keys !== undefined && privateKey !== null ? [keys.private_key] : []
      for (const row of await selectChannels(db)) {
        const content = openContent(row, sealer)
        if (content === null) unreadable.push(row.name)
        else if (hasSecrets(content)) stored.push(row.secrets)
      }
      const hasPlain = stored.some((text) => !isSealed(text))
      // The key file is made when there is something to encrypt.
      const isOutdated = stored.some((text) =>
        isSealed(text) ? !sealer.isCurrent(text) : keyring.hasKey,
      )
      const isPlain = hasPlain && !keyring.hasKey
      const isPushKeyUnreadable = privateKey === null
      return { unreadable, isPushKeyUnreadable, problem: sealer.problem, isPlain, isOutdated }
    })
  }
  return {
    async inspectSecrets() {
      const { isOutdated: _, ...state } = await inspect()
      return state
    },
    async sealSecrets() {
      const { isOutdated, ...state } = await inspect()
      if (!isOutdated) return state
      const sealer = await keyring.prepare()
      await database.write(async (db) => {
        // SQLite then overwrites what was readable with zeros.
        if (database.dialect.name === 'sqlite') await sql`pragma secure_delete = on`.execute(db)
        await sealAll(db, sealer, database.dialect.hasRowLocks)
      })
      return state
    },
  }
}

async function sealAll(db: Kysely<Tables>, sealer: Sealer, locks: boolean): Promise<void> {
  for (const row of await selectChannels(db, { locks })) {
    const content = openContent(row, sealer)
    if (content === null || sealer.isCurrent(row.secrets)) continue
    await db
      .updateTable('notification_channels')
      .set(sealContent(row.id, content, sealer))
      .where('id', '=', row.id)
      .execute()
  }
  const keys = await selectKeys(db)
  const privateKey = keys && sealer.open(keys.private_key, pushKeyPlace)
  if (keys === undefined || privateKey === null || privateKey === undefined) return
  if (sealer.isCurrent(keys.private_key)) return
  await db
    .updateTable('push_keys')
    .set({ private_key: sealer.seal(privateKey, pushKeyPlace) })
    .execute()
}
