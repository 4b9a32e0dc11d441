import { type Kysely, type Selectable, sql } from 'kysely'
import type { PrinterStore } from '#lib/printers/ports.ts'
import { printerNotFound } from '#lib/printers/require-printer.ts'
import type { Camera, Printer } from '#lib/printers/types.ts'
import { createCredentialStore } from './credential-store.ts'
import type { Database, Dialect } from './database.ts'
import { insertLogEntry } from './owner/rows.ts'
import { derivationColumns } from './prints/derivation.ts'
import { fromPrinterChanges, toCamera, toFlag, toPrinter } from './rows.ts'
import type { PrinterTable, Tables } from './schema.ts'

/** More than anybody has. */
const maxPrinters = 1_000_000_000

export function createPrinterStore(database: Database): PrinterStore {
  return {
    listPrinters: () =>
      database.read(async (db) => {
        const rows = await db
          .selectFrom('printers')
          .selectAll()
          .orderBy(sql`coalesce(position, ${maxPrinters})`)
          .orderBy('id')
          .execute()
        return await withCameras(db, rows)
      }),

    getPrinter: (id) =>
      database.read(async (db) => {
        const query = db.selectFrom('printers').selectAll().where('id', '=', id)
        const row = await query.executeTakeFirst()
        return row ? ((await withCameras(db, [row]))[0] ?? null) : null
      }),

    insertPrinter: (printer, entry) =>
      database.write(async (db) => {
        const row = await db
          .insertInto('printers')
          .values({
            ...(printer.id === undefined ? {} : { id: printer.id }),
            name: printer.name,
            is_publishing: toFlag(printer.isPublishing),
            publishes_temperatures: toFlag(printer.publishesTemperatures),
            publishes_job_name: toFlag(printer.publishesJobName),
            publishes_material: toFlag(printer.publishesMaterial),
            publishes_spool: toFlag(printer.publishesSpool),
            job_alias: printer.jobAlias,
            created_at: Date.now(),
            revision: 1,
            last_received_at: null,
            publishes_prints_since: null,
            paused_until: null,
            position: null,
            interval_seconds: null,
            source: null,
          })
          .returningAll()
          .executeTakeFirstOrThrow()
        if (printer.id !== undefined && database.dialect.name === 'postgres')
          await advanceSequence(db, printer.id)
        if (entry !== undefined)
          await insertLogEntry(db, {
            ...entry,
            details: { ...entry.details, printer: String(row.id) },
          })
        return toPrinter(row, [])
      }),

    updatePrinter: (id, changes, entry, check) =>
      database.write(async (db) => {
        if (check !== undefined) {
          const before = await db
            .selectFrom('printers')
            .selectAll()
            .where('id', '=', id)
            .$if(database.dialect.hasRowLocks, (query) => query.forUpdate())
            .executeTakeFirst()
          if (before !== undefined) check(toPrinter(before, await listCameras(db, id)))
        }
        const row = await db
          .updateTable('printers')
          .set((eb) => ({
            ...fromPrinterChanges(changes),
            revision: eb('revision', '+', changes.isPublishing === undefined ? 1 : 2),
          }))
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst()
        if (!row) throw printerNotFound(id)
        if (entry !== undefined) await insertLogEntry(db, entry)
        return toPrinter(row, await listCameras(db, id))
      }),

    updateCamera: (id, number, { name, isPublishing }, entry) =>
      database.write(async (db) => {
        const row = await db
          .updateTable('printers')
          .set((eb) => ({ revision: eb('revision', '+', 1) }))
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst()
        if (!row) throw printerNotFound(id)
        const changes = {
          ...(name !== undefined && { name }),
          ...(isPublishing !== undefined && { is_publishing: toFlag(isPublishing) }),
        }
        await db
          .insertInto('cameras')
          .values({ printer_id: id, number, name: null, reported_name: null, ...changes })
          .onConflict((conflict) =>
            conflict.columns(['printer_id', 'number']).doUpdateSet({ number, ...changes }),
          )
          .execute()
        if (entry !== undefined) await insertLogEntry(db, entry)
        return toPrinter(row, await listCameras(db, id))
      }),

    orderPrinters: (ids, entry) =>
      database.write(async (db) => {
        await db
          .updateTable('printers')
          .set((eb) => ({ position: null, revision: eb('revision', '+', 1) }))
          .execute()
        for (const [position, id] of ids.entries()) {
          const updated = await db
            .updateTable('printers')
            .set({ position })
            .where('id', '=', id)
            .executeTakeFirst()
          if (updated.numUpdatedRows === 0n) throw printerNotFound(id)
        }
        if (entry !== undefined) await insertLogEntry(db, entry)
      }),

    deletePrinter: (id, entry) =>
      database.write(async (db) => {
        for (const table of [
          'credentials',
          'deleted_pictures',
          'print_facts',
          'prints',
          'refusals',
          'cameras',
        ] as const)
          await db.deleteFrom(table).where('printer_id', '=', id).execute()
        const deleted = await db.deleteFrom('printers').where('id', '=', id).executeTakeFirst()
        if (deleted.numDeletedRows === 0n) throw printerNotFound(id)
        if (entry !== undefined) await insertLogEntry(db, entry)
      }),

    ...createCredentialStore(database),
  }
}

async function withCameras(
  db: Kysely<Tables>,
  rows: readonly Selectable<PrinterTable>[],
): Promise<Printer[]> {
  const only = rows.length === 1 ? rows[0] : undefined
  const cameras = await db
    .selectFrom('cameras')
    .selectAll()
    .$if(only !== undefined, (query) => query.where('printer_id', '=', only?.id ?? 0))
    .orderBy('number')
    .execute()
  const byPrinter = Map.groupBy(cameras, (camera) => camera.printer_id)
  return rows.map((row) => toPrinter(row, (byPrinter.get(row.id) ?? []).map(toCamera)))
}

async function listCameras(db: Kysely<Tables>, printerId: number): Promise<Camera[]> {
  const rows = await db
    .selectFrom('cameras')
    .selectAll()
    .where('printer_id', '=', printerId)
    .orderBy('number')
    .execute()
  return rows.map(toCamera)
}

/**
 * Serializes the changes of a printer's history, so that the second of two parallel duplicates finds the first.
 * @throws DomainError `printer-not-found`
 */
export async function lockPrinter(db: Kysely<Tables>, dialect: Dialect, printerId: number) {
  const printer = await db
    .selectFrom('printers')
    .select(['id', 'last_received_at', ...derivationColumns])
    // So that a report costs nothing more where no channel and no visitor wants to know of it.
    .select((eb) =>
      eb
        .selectFrom('notification_channels')
        .select((channels) => channels.fn.countAll<number>().as('count'))
        .where('off_since', 'is', null)
        .as('channels'),
    )
    .select((eb) =>
      eb
        .selectFrom('push_subscriptions')
        .select((visitors) => visitors.fn.countAll<number>().as('count'))
        .whereRef('printer_id', '=', 'printers.id')
        .as('visitors'),
    )
    .where('id', '=', printerId)
    .$if(dialect.hasRowLocks, (query) => query.forUpdate())
    .executeTakeFirst()
  if (!printer) throw printerNotFound(printerId)
  return printer
}

export type LockedPrinter = Awaited<ReturnType<typeof lockPrinter>>

/** Postgres doesn't advance the sequence when a row is inserted with an id; SQLite does. */
async function advanceSequence(db: Kysely<Tables>, id: number): Promise<void> {
  const sequence = sql`pg_get_serial_sequence('printers', 'id')`
  await sql`select setval(${sequence}, greatest(nextval(${sequence}), ${id}::bigint))`.execute(db)
}
