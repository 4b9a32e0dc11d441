import { DomainError } from '#lib/core/errors.ts'
import type { ChannelStore } from '#lib/notifications/ports.ts'
import type { Database } from '../database.ts'
import { insertLogEntry } from '../owner/rows.ts'
import { selectChannels } from './insert-facts.ts'
import { fromChannelChanges, fromNewChannel, toChannel } from './rows.ts'

export function createChannelStore(database: Database): ChannelStore {
  return {
    listChannels: () => database.read(selectChannels),
    insertChannel: (channel, entry) =>
      database.write(async (db) => {
        const row = await db
          .insertInto('notification_channels')
          .values(fromNewChannel(channel))
          .returningAll()
          .executeTakeFirstOrThrow()
        await insertLogEntry(db, entry)
        return toChannel(row)
      }),
    updateChannel: (id, changes, entry) =>
      database.write(async (db) => {
        const row = await db
          .updateTable('notification_channels')
          .set(fromChannelChanges(changes))
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst()
        if (row === undefined) throw channelNotFound(id)
        if (entry !== undefined) await insertLogEntry(db, entry)
        return toChannel(row)
      }),
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

export function channelNotFound(id: number): DomainError {
  return new DomainError('not-found', `There is no channel ${id}. Load the list again.`)
}
