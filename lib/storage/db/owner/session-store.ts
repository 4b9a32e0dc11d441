import { noSuchSession } from '#lib/owner/errors.ts'
import type { ChallengeStore, LogStore, SessionStore } from '#lib/owner/ports.ts'
import type { Database } from '../database.ts'
import { insertLogEntry, toLogEntry, toSession } from './rows.ts'

export function createSessionStore(database: Database): SessionStore {
  return {
    findSession: (hash, now) =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('sessions')
          .selectAll()
          .where('hash', '=', hash)
          .where('expires_at', '>', now.getTime())
          .executeTakeFirst()
        return row === undefined ? null : toSession(row)
      }),

    touchSession: (id, { lastSeenAt, expiresAt }) =>
      database.write(async (db) => {
        await db
          .updateTable('sessions')
          .set({ last_seen_at: lastSeenAt.getTime(), expires_at: expiresAt.getTime() })
          .where('id', '=', id)
          .execute()
      }),

    listSessions: (now) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('sessions')
          .selectAll()
          .where('expires_at', '>', now.getTime())
          .orderBy('last_seen_at', 'desc')
          .orderBy('id', 'desc')
          .execute()
        return rows.map(toSession)
      }),

    endSession: (id, entry) =>
      database.write(async (db) => {
        const ended = await db.deleteFrom('sessions').where('id', '=', id).executeTakeFirst()
        if (ended.numDeletedRows !== 1n) throw noSuchSession()
        await insertLogEntry(db, entry)
      }),

    endAllSessions: (entry) =>
      database.write(async (db) => {
        await db.deleteFrom('sessions').execute()
        await insertLogEntry(db, entry)
      }),
  }
}

const maxChallenges = 1000

export function createChallengeStore(database: Database): ChallengeStore {
  return {
    insertChallenge: ({ value, purpose, sessionId, expiresAt }) =>
      database.write(async (db) => {
        await db
          .insertInto('challenges')
          .values({ value, purpose, session_id: sessionId, expires_at: expiresAt.getTime() })
          .execute()
        // Anybody may ask for one, without a limit that could keep the owner out.
        const oldest = db
          .selectFrom('challenges')
          .select('id')
          .orderBy('id', 'desc')
          .limit(1)
          .offset(maxChallenges)
        await db.deleteFrom('challenges').where('id', '<=', oldest).execute()
      }),

    takeChallenge: ({ value, purpose, sessionId }, now) =>
      database.write(async (db) => {
        const row = await db
          .deleteFrom('challenges')
          .where('value', '=', value)
          .returningAll()
          .executeTakeFirst()
        return (
          row !== undefined &&
          row.purpose === purpose &&
          row.session_id === sessionId &&
          row.expires_at > now.getTime()
        )
      }),
  }
}

export function createLogStore(database: Database): LogStore {
  return {
    insertLog: (entry) => database.write((db) => insertLogEntry(db, entry)),

    listLog: ({ before, limit }) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('owner_log')
          .selectAll()
          .$if(before !== null, (query) => query.where('id', '<', before))
          .orderBy('id', 'desc')
          .limit(limit)
          .execute()
        return rows.map(toLogEntry)
      }),
  }
}
