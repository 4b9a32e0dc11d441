import type { AnnouncedFeed, HubStore } from '#lib/feeds/hub/hub-store.ts'
import type { Database } from './database.ts'

export function createHubStore(database: Database): HubStore {
  return {
    listAnnounced: (hubUrl) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('hub_feeds')
          .selectAll()
          .where('hub_url', '=', hubUrl)
          .execute()
        return rows.map(
          ({ feed, version, due_at }): AnnouncedFeed => ({
            hubUrl,
            feed,
            version,
            dueAt: new Date(due_at),
          }),
        )
      }),
    insertAnnounced: (hubUrl, feed, version) =>
      database.write(async (db) => {
        await db
          .insertInto('hub_feeds')
          .values({ hub_url: hubUrl, feed, version, due_at: 0, tries: 0 })
          .onConflict((conflict) => conflict.columns(['hub_url', 'feed']).doNothing())
          .execute()
      }),
    claim: ({ hubUrl, feed, version }, now, until) =>
      database.write(async (db) => {
        const row = await db
          .updateTable('hub_feeds')
          .set((eb) => ({ due_at: until.getTime(), tries: eb('tries', '+', 1) }))
          .where('hub_url', '=', hubUrl)
          .where('feed', '=', feed)
          .where('version', '=', version)
          .where('due_at', '<=', now.getTime())
          .returning('tries')
          .executeTakeFirst()
        return row?.tries ?? null
      }),
    finish: ({ hubUrl, feed }, { version, dueAt }) =>
      database.write(async (db) => {
        await db
          .updateTable('hub_feeds')
          .set({ due_at: dueAt.getTime(), ...(version !== null && { version, tries: 0 }) })
          .where('hub_url', '=', hubUrl)
          .where('feed', '=', feed)
          .execute()
      }),
  }
}
