import type { Kysely } from 'kysely'
import { DomainError } from '#lib/core/errors.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import { shareCalls } from '#lib/core/share-calls.ts'
import type { PrinterStore } from '#lib/printers/ports.ts'
import type { Credential, NewCredential } from '#lib/printers/types.ts'
import type { Database } from './database.ts'
import { incrementRevision } from './increment-revision.ts'
import { insertLogEntry } from './owner/rows.ts'
import { toCredential } from './rows.ts'
import type { Tables } from './schema.ts'

const leastBetweenUsesMs = 60_000

type CredentialStore = Pick<
  PrinterStore,
  'listCredentials' | 'insertCredential' | 'deleteCredentials' | 'replaceCredentials' | 'noteUse'
>

export function createCredentialStore(database: Database): CredentialStore {
  return {
    // One query for all reports that arrive together: hundreds of wrong ones would keep every connection busy.
    listCredentials: shareCalls(() =>
      database.read(async (db) => {
        const rows = await db.selectFrom('credentials').selectAll().orderBy('id').execute()
        return rows.map(toCredential)
      }),
    ),

    insertCredential: (credential, entry) =>
      database.write((db) => insertCredential(db, credential, entry)),

    deleteCredentials: (ids, entry) =>
      database.write(async (db) => {
        if (await deleteCredentials(db, ids)) await log(db, entry)
      }),

    replaceCredentials: (ids, by, lastsUntil, entry) =>
      database.write(async (db) => {
        const found = await db
          .selectFrom('credentials')
          .select(['id', 'expires_at'])
          .where('id', 'in', ids.length === 0 ? [0] : ids)
          .execute()
        if (found.length < ids.length)
          throw new DomainError('not-found', 'There is no such token any more. Reload the page.')
        if (lastsUntil === null) await deleteCredentials(db, ids)
        else
          for (const { id, expires_at } of found)
            await db
              .updateTable('credentials')
              .set({
                expires_at: Math.min(expires_at ?? Infinity, lastsUntil.getTime()),
                replaced_at: Date.now(),
              })
              .where('id', '=', id)
              .execute()
        return await insertCredential(db, by, entry)
      }),

    noteUse: (id, at, by) =>
      database.write(async (db) => {
        const before = at.getTime() - leastBetweenUsesMs
        await db
          .updateTable('credentials')
          .set({ last_used_at: at.getTime(), last_used_by: by })
          .where('id', '=', id)
          .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<=', before)]))
          .execute()
      }),
  }
}

async function insertCredential(
  db: Kysely<Tables>,
  credential: NewCredential,
  entry: NewLogEntry | undefined,
): Promise<Credential> {
  await incrementRevision(db, credential.printerId)
  const row = await db
    .insertInto('credentials')
    .values({
      printer_id: credential.printerId,
      kind: credential.kind,
      username: credential.username,
      hash: credential.hash,
      created_at: Date.now(),
      name: credential.name ?? null,
      expires_at: credential.expiresAt?.getTime() ?? null,
      last_used_at: null,
      replaced_at: null,
      last_used_by: null,
      ...(credential.scope !== undefined && { scope: credential.scope }),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await log(db, entry)
  return toCredential(row)
}

/** @returns whether there was any */
async function deleteCredentials(db: Kysely<Tables>, ids: readonly number[]): Promise<boolean> {
  if (ids.length === 0) return false
  const deleted = await db
    .deleteFrom('credentials')
    .where('id', 'in', ids)
    .returning('printer_id')
    .execute()
  const printerIds = new Set(deleted.map((row) => row.printer_id))
  for (const id of [...printerIds].sort((a, b) => a - b)) await incrementRevision(db, id)
  return deleted.length > 0
}

async function log(db: Kysely<Tables>, entry: NewLogEntry | undefined): Promise<void> {
  if (entry !== undefined) await insertLogEntry(db, entry)
}
