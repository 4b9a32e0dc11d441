import { randomUUID } from 'node:crypto'
import type { ClaimStore } from '#lib/printers/ports.ts'
import type { Database } from './database.ts'

/** Rows instead of advisory locks: a lock needs a connection for as long as the work takes, and a pooler may give it to another. */
export function createClaimStore(database: Database): ClaimStore {
  const owner = randomUUID()
  return {
    claim: (name, forMs) =>
      database.write(async (db) => {
        const nowMs = Date.now()
        const claim = { owner, expires_at: nowMs + forMs }
        const row = await db
          .insertInto('claims')
          .values({ name, ...claim })
          .onConflict((conflict) =>
            conflict
              .column('name')
              .doUpdateSet(claim)
              .where(({ eb, or }) =>
                or([eb('claims.expires_at', '<=', nowMs), eb('claims.owner', '=', owner)]),
              ),
          )
          .returning('name')
          .executeTakeFirst()
        return row !== undefined
      }),
    release: (name) =>
      database.write(async (db) => {
        await db.deleteFrom('claims').where('name', '=', name).where('owner', '=', owner).execute()
      }),
  }
}
