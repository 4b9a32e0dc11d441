import type { Selectable } from 'kysely'
import type { AppStore } from '#lib/owner/apps/ports.ts'
import type { App, AppTokens } from '#lib/owner/apps/types.ts'
import type { Database } from '../database.ts'
import { toDate } from '../rows.ts'
import { insertLogEntry } from './rows.ts'
import type { AppTable } from './tables.ts'

export function createAppStore(database: Database): AppStore {
  return {
    insertApp: (app, entry) =>
      database.write(async (db) => {
        await db
          .insertInto('apps')
          .values({
            client_id: app.clientId,
            client_name: app.clientName,
            redirect_uri: app.redirectUri,
            scope: app.scopes.join(' '),
            code_hash: app.codeHash,
            code_challenge: app.codeChallenge,
            code_expires_at: app.codeExpiresAt.getTime(),
            lifetime: app.lifetime,
            created_at: app.createdAt.getTime(),
            ends_at: app.endsAt.getTime(),
          })
          .execute()
        await insertLogEntry(db, entry)
      }),

    findApp: (by, hash, now) =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('apps')
          .selectAll()
          .where(`${by}_hash`, '=', hash)
          .where((where) =>
            where.or([where('ends_at', 'is', null), where('ends_at', '>', now.getTime())]),
          )
          .executeTakeFirst()
        return row === undefined ? null : toApp(row)
      }),

    redeemCode: (id, at, tokens) =>
      database.write(async (db) => {
        const { numUpdatedRows } = await db
          .updateTable('apps')
          .set({ redeemed_at: at.getTime(), ...toColumns(tokens) })
          .where('id', '=', id)
          .where('redeemed_at', 'is', null)
          .executeTakeFirst()
        return numUpdatedRows === 1n
      }),

    renewTokens: (id, refreshHash, tokens) =>
      database.write(async (db) => {
        const { numUpdatedRows } = await db
          .updateTable('apps')
          .set(toColumns(tokens))
          .where('id', '=', id)
          .where('refresh_hash', '=', refreshHash)
          .executeTakeFirst()
        return numUpdatedRows === 1n
      }),

    noteAppUse: (id, at) =>
      database.write(async (db) => {
        await db
          .updateTable('apps')
          .set({ last_used_at: at.getTime() })
          .where('id', '=', id)
          .execute()
      }),

    listApps: (now) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('apps')
          .selectAll()
          .where('access_hash', 'is not', null)
          .where((where) =>
            where.or([where('ends_at', 'is', null), where('ends_at', '>', now.getTime())]),
          )
          .orderBy('id', 'desc')
          .execute()
        return rows.map(toApp)
      }),

    removeApp: (id, entry) =>
      database.write(async (db) => {
        const removed = await db.deleteFrom('apps').where('id', '=', id).executeTakeFirst()
        if (removed.numDeletedRows !== 1n) return false
        await insertLogEntry(db, entry)
        return true
      }),
  }
}

function toColumns({ accessHash, refreshHash, familyHash, accessExpiresAt, endsAt }: AppTokens) {
  return {
    access_hash: accessHash,
    refresh_hash: refreshHash,
    family_hash: familyHash,
    access_expires_at: accessExpiresAt?.getTime() ?? null,
    ends_at: endsAt?.getTime() ?? null,
  }
}

function toApp(row: Selectable<AppTable>): App {
  return {
    id: row.id,
    clientId: row.client_id,
    clientName: row.client_name,
    redirectUri: row.redirect_uri,
    scopes: row.scope.split(' ').filter(Boolean),
    codeChallenge: row.code_challenge,
    lifetime: row.lifetime,
    createdAt: new Date(row.created_at),
    codeExpiresAt: new Date(row.code_expires_at),
    redeemedAt: toDate(row.redeemed_at),
    lastUsedAt: toDate(row.last_used_at),
    accessExpiresAt: toDate(row.access_expires_at),
    endsAt: toDate(row.ends_at),
  }
}
