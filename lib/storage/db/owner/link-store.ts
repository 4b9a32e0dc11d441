import type { Kysely } from 'kysely'
import { alreadyClaimed, linkInvalid } from '#lib/owner/errors.ts'
import type { LinkStore } from '#lib/owner/ports.ts'
import type { NewLink } from '#lib/owner/types.ts'
import type { Database } from '../database.ts'
import type { Tables } from '../schema.ts'
import { insertLogEntry, insertSession, toLink } from './rows.ts'

export function createLinkStore(database: Database): LinkStore {
  return {
    isClaimed: () => database.read(hasOwner),

    replaceClaimLink: (link) =>
      database.write(async (db) => {
        if (await hasOwner(db)) return false
        await deleteClaimLinks(db)
        await insertLink(db, link)
        return true
      }),

    insertSignInLink: (link, entry) =>
      database.write(async (db) => {
        await insertLink(db, link)
        await insertLogEntry(db, entry)
      }),

    listLinks: (now) =>
      database.read(async (db) => {
        const query = db
          .selectFrom('sign_in_links')
          .selectAll()
          .where('expires_at', '>', now.getTime())
        return (await query.orderBy('id').execute()).map(toLink)
      }),

    claim: (linkId, session, entry) =>
      database.write(async (db) => {
        // The row's key decides: a second transaction waits here for the first one, and then inserts nothing.
        const { numInsertedOrUpdatedRows } = await db
          .insertInto('owner')
          .values({ id: 1, claimed_at: entry.at.getTime() })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst()
        if (numInsertedOrUpdatedRows !== 1n) throw alreadyClaimed()
        await useLink(db, linkId)
        await deleteClaimLinks(db)
        return await insertSession(db, session, entry)
      }),

    signIn: (linkId, session, entry) =>
      database.write(async (db) => {
        await useLink(db, linkId)
        return await insertSession(db, session, entry)
      }),
  }
}

async function hasOwner(db: Kysely<Tables>): Promise<boolean> {
  return (await db.selectFrom('owner').select('id').executeTakeFirst()) !== undefined
}

async function insertLink(db: Kysely<Tables>, link: NewLink): Promise<void> {
  await db
    .insertInto('sign_in_links')
    .values({
      hash: link.hash,
      kind: link.kind,
      created_at: link.createdAt.getTime(),
      expires_at: link.expiresAt.getTime(),
    })
    .execute()
}

async function deleteClaimLinks(db: Kysely<Tables>): Promise<void> {
  await db.deleteFrom('sign_in_links').where('kind', '=', 'claim').execute()
}

/** @throws DomainError `link-invalid` */
async function useLink(db: Kysely<Tables>, id: number): Promise<void> {
  const used = await db.deleteFrom('sign_in_links').where('id', '=', id).executeTakeFirst()
  if (used.numDeletedRows !== 1n) throw linkInvalid()
}
