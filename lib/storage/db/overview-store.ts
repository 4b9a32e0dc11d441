import type { Kysely } from 'kysely'
import {
  maxRefusals,
  type OverviewStore,
  type Refusal,
} from '#lib/printers/overview/overview-store.ts'
import type { Database } from './database.ts'
import type { Tables } from './schema.ts'

const hourMs = 60 * 60 * 1000
const dayMs = 24 * hourMs
const keepSamplesForMs = 60 * dayMs

export function createOverviewStore(database: Database): OverviewStore {
  return {
    noteRefusals: (printerId, refusals) =>
      database.write((db) => noteRefusals(db, printerId, refusals)),

    listRefusals: () =>
      database.read(async (db) => {
        const rows = await db.selectFrom('refusals').selectAll().orderBy('at', 'desc').execute()
        const byPrinter = new Map<number, Refusal[]>()
        for (const { id: _, printer_id, at, ...rest } of rows)
          byPrinter.set(printer_id, [
            ...(byPrinter.get(printer_id) ?? []),
            { ...rest, at: new Date(at) },
          ])
        return byPrinter
      }),

    listArrivals: (printerId, since, limit) =>
      database.read(async (db) => {
        const rows = await selectArrivals(db, printerId, since.getTime(), limit).execute()
        return rows.map((row) => ({
          at: new Date(row.captured_at ?? row.observed_at),
          hasPicture: row.captured_at !== null,
          reason: row.reason,
          promisedSeconds: row.promised_seconds,
        }))
      }),

    noteStorage: ({ at, bytes }) =>
      database.write(async (db) => {
        const hour = Math.floor(at.getTime() / hourMs) * hourMs
        await db
          .deleteFrom('storage_samples')
          .where((eb) =>
            eb.or([
              eb.between('hour', hour, hour + hourMs - 1),
              eb('hour', '<', hour - keepSamplesForMs),
            ]),
          )
          .execute()
        await db
          .insertInto('storage_samples')
          .values({ hour: at.getTime(), bytes })
          .onConflict((conflict) => conflict.column('hour').doUpdateSet({ bytes }))
          .execute()
      }),

    listStorage: (since) =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('storage_samples')
          .selectAll()
          .where('hour', '>=', since.getTime())
          .orderBy('hour')
          .execute()
        return rows.map(({ hour, bytes }) => ({ at: new Date(hour), bytes }))
      }),

    noteBackup: ({ kind, at, lost }) =>
      database.write(async (db) => {
        const values = { at: at.getTime(), lost }
        await db
          .insertInto('backups')
          .values({ kind, ...values })
          .onConflict((conflict) => conflict.column('kind').doUpdateSet(values))
          .execute()
      }),

    getLastBackup: () =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('backups')
          .selectAll()
          .orderBy('at', 'desc')
          .limit(1)
          .executeTakeFirst()
        return row === undefined ? null : { ...row, at: new Date(row.at) }
      }),
  }
}

/** Each report, with the time of the first camera's picture. */
export function selectArrivals(
  db: Kysely<Tables>,
  printerId: number,
  since: number,
  limit: number,
) {
  return (
    db
      .selectFrom('observations')
      .leftJoin('snapshots', (join) =>
        join
          .onRef('snapshots.observation_id', '=', 'observations.id')
          .on('snapshots.camera', '=', 1),
      )
      .select(['observed_at', 'captured_at', 'reason', 'promised_seconds'])
      .where('observations.printer_id', '=', printerId)
      .where('observations.received_at', '>=', since)
      // Not what only another camera has sent.
      .where((eb) => eb.or([eb('has_reading', '=', 1), eb('snapshots.id', 'is not', null)]))
      .orderBy('observations.received_at', 'desc')
      .limit(limit)
  )
}

async function noteRefusals(
  db: Kysely<Tables>,
  printerId: number,
  refusals: readonly Refusal[],
): Promise<void> {
  const printer = await db
    .selectFrom('printers')
    .select('id')
    .where('id', '=', printerId)
    .executeTakeFirst()
  if (printer === undefined) return
  for (const { at, count, code, address, reason } of refusals)
    await db
      .insertInto('refusals')
      .values({ printer_id: printerId, code, address, reason, at: at.getTime(), count })
      .onConflict((conflict) =>
        conflict.columns(['printer_id', 'code', 'address']).doUpdateSet((eb) => ({
          reason,
          at: at.getTime(),
          // What is a day older is another matter.
          count: eb
            .case()
            .when('refusals.at', '>=', at.getTime() - dayMs)
            .then(eb('refusals.count', '+', count))
            .else(count)
            .end(),
        })),
      )
      .execute()
  const kept = db
    .selectFrom('refusals')
    .select('id')
    .where('printer_id', '=', printerId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(maxRefusals)
  await db
    .deleteFrom('refusals')
    .where('printer_id', '=', printerId)
    .where('id', 'not in', kept)
    .execute()
}
