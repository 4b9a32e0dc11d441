import type { Kysely, Updateable } from 'kysely'
import { DomainError } from '#lib/core/errors.ts'
import type { ChannelStore } from '#lib/notifications/ports.ts'
import type { Database } from '../database.ts'
import { insertLogEntry } from '../owner/rows.ts'
import type { Tables } from '../schema.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { changeContent, hasSecrets, sealContent, toChannel, toChannels } from './channel-secrets.ts'
import { selectChannels } from './insert-facts.ts'
import { fromChannelChanges, fromNewChannel } from './rows.ts'
import type { ChannelTable } from './tables.ts'

export function createChannelStore(database: Database, keyring: Keyring): ChannelStore {
  return {
    listChannels: async () => await toChannels(await database.read(selectChannels), keyring),
    async insertChannel(channel, entry) {
      const sealer = await (hasSecrets(channel) ? keyring.prepare() : keyring.load())
      return await database.write(async (db) => {
        const { id } = await db
          .insertInto('notification_channels')
          .values({ ...fromNewChannel(channel), settings: '{}', secrets: '{}' })
          .returning('id')
          .executeTakeFirstOrThrow()
        // Encrypted for this row, by its id.
        const row = await updateRow(db, id, sealContent(id, channel, sealer))
        await insertLogEntry(db, entry)
        return toChannel(row, sealer, keyring.since)
      })
    },
    async updateChannel(id, changes, entry) {
      const sealer = await (changes.secrets ? keyring.prepare() : keyring.load())
      return await database.write(async (db) => {
        const [former] = await selectChannels(db, { id, locks: database.dialect.hasRowLocks })
        if (former === undefined) throw channelNotFound(id)
        const content = changeContent(former, changes, sealer)
        const row = await updateRow(db, id, { ...fromChannelChanges(changes), ...content })
        if (entry !== undefined) await insertLogEntry(db, entry)
        return toChannel(row, sealer, keyring.since)
      })
    },
    deleteChannel: (id, entry) =>
      database.write(async (db) => {
        const deleted = await db
          .deleteFrom('notification_channels')
          .where('id', '=', id)
          .executeTakeFirst()
        if (deleted.numDeletedRows === 0n) throw channelNotFound(id)
        await insertLogEntry(db, entry)
      }),
  }
}

const updateRow = (db: Kysely<Tables>, id: number, columns: Updateable<ChannelTable>) =>
  db
    .updateTable('notification_channels')
    .set(columns)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

export function channelNotFound(id: number): DomainError {
  return new DomainError('not-found', `There is no channel ${id}. Load the list again.`)
}
