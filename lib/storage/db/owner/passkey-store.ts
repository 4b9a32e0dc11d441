import { noSuchPasskey, passkeyRejected } from '#lib/owner/errors.ts'
import type { PasskeyStore } from '#lib/owner/ports.ts'
import type { Database } from '../database.ts'
import { insertLogEntry, insertSession, toPasskey } from './rows.ts'

export function createPasskeyStore(database: Database): PasskeyStore {
  return {
    listPasskeys: () =>
      database.read(async (db) =>
        (await db.selectFrom('passkeys').selectAll().orderBy('id').execute()).map(toPasskey),
      ),

    findPasskey: (credentialId) =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('passkeys')
          .selectAll()
          .where('credential_id', '=', credentialId)
          .executeTakeFirst()
        return row === undefined ? null : toPasskey(row)
      }),

    insertPasskey: (passkey, session, entry) =>
      database.write(async (db) => {
        const row = await db
          .insertInto('passkeys')
          .values({
            credential_id: passkey.credentialId,
            public_key: passkey.publicKey,
            counter: passkey.counter,
            transports: passkey.transports.join(' '),
            rp_id: passkey.rpId,
            name: passkey.name,
            created_at: passkey.createdAt.getTime(),
            last_used_at: null,
          })
          .onConflict((conflict) => conflict.column('credential_id').doNothing())
          .returningAll()
          .executeTakeFirst()
        if (row === undefined) throw passkeyRejected()
        await db
          .updateTable('sessions')
          .set({ passkey_id: row.id, expires_at: session.expiresAt.getTime() })
          .where('id', '=', session.id)
          .execute()
        await insertLogEntry(db, entry)
        return toPasskey(row)
      }),

    renamePasskey: (id, name, entry) =>
      database.write(async (db) => {
        const renamed = await db
          .updateTable('passkeys')
          .set({ name })
          .where('id', '=', id)
          .executeTakeFirst()
        if (renamed.numUpdatedRows !== 1n) throw noSuchPasskey()
        await insertLogEntry(db, entry)
      }),

    removePasskey: (id, entry) =>
      database.write(async (db) => {
        const removed = await db.deleteFrom('passkeys').where('id', '=', id).executeTakeFirst()
        if (removed.numDeletedRows !== 1n) throw noSuchPasskey()
        await db
          .deleteFrom('sessions')
          .where('passkey_id', '=', id)
          .where('id', '!=', entry.sessionId ?? 0)
          .execute()
        await insertLogEntry(db, entry)
      }),

    signInByPasskey: (id, counter, session, entry) =>
      database.write(async (db) => {
        const used = await db
          .updateTable('passkeys')
          .set({ counter, last_used_at: entry.at.getTime() })
          .where('id', '=', id)
          // A lower counter is a copy of the key. Those that are synchronised don't count.
          .where(({ eb, or, and, val }) =>
            or([
              eb('counter', '<', counter),
              and([eb('counter', '=', 0), eb(val(counter), '=', 0)]),
            ]),
          )
          .executeTakeFirst()
        if (used.numUpdatedRows !== 1n) throw passkeyRejected()
        return await insertSession(db, session, entry, id)
      }),
  }
}
