import type { Kysely } from 'kysely'
import { DomainError } from '#lib/core/errors.ts'
import type { FrameSpan, PrintStore } from '#lib/printers/prints/print-store.ts'
import type { HistoryEntry } from '#lib/printers/types.ts'
import type { Database } from '../database.ts'
import { insertFlipbook, selectFlipbooks } from '../flipbooks.ts'
import { checkPageLimit, selectHistory } from '../history-queries.ts'
import { incrementRevision } from '../printer-store.ts'
import { readingColumns, toReading, toSnapshot } from '../rows.ts'
import type { Tables } from '../schema.ts'
import {
  selectEvenFrames,
  selectFollowing,
  selectFrames,
  selectPrintPage,
} from './print-queries.ts'
import { toPrint } from './print-rows.ts'

export function createPrintStore(database: Database): PrintStore {
  return {
    listPrints: (printerId, page) =>
      database.read(async (db) => {
        checkPageLimit(page.limit)
        return (await selectPrintPage(db, printerId, page).execute()).map(toPrint)
      }),
    getPrint: (printerId, number) => database.read((db) => getPrint(db, printerId, number)),
    setPublished: (printerId, number, at) =>
      database.write((db) => setPublished(db, printerId, number, at)),
    listFrames: (printerId, span, limit) =>
      database.read((db) => listFrames(db, printerId, span, limit)),
    listLastFrames: (printerId, span, limit) =>
      database.read(async (db) => {
        const rows = await selectFrames(db, printerId, span)
          .selectAll('snapshots')
          .select(readingColumns)
          .orderBy('snapshots.captured_at', 'desc')
          .orderBy('snapshots.id', 'desc')
          .limit(checkPageLimit(limit))
          .execute()
        return rows.map((row) => ({ snapshot: toSnapshot(row), reading: toReading(row) }))
      }),
    insertFlipbook: (flipbook) => insertFlipbook(database, flipbook),
    listFlipbooks: () =>
      database.read(async (db) => {
        const rows = await selectFlipbooks(db).execute()
        return rows.map(({ sha256 }) => sha256)
      }),
    countFrames: (printerId, span) =>
      database.read(async (db) => {
        const counted = selectFrames(db, printerId, span).select((eb) => eb.fn.countAll().as('all'))
        return Number((await counted.executeTakeFirstOrThrow()).all)
      }),
  }
}

async function getPrint(db: Kysely<Tables>, printerId: number, number: number) {
  const row = await db
    .selectFrom('prints')
    .selectAll()
    .where('printer_id', '=', printerId)
    .where('number', '=', number)
    .executeTakeFirst()
  if (row === undefined) return null
  const before = { capturedAt: new Date(row.first_seen_at), id: row.number }
  const previous = await selectPrintPage(db, printerId, { before, limit: 1 }).executeTakeFirst()
  const next = await selectFollowing(db, printerId, row).executeTakeFirst()
  return {
    print: toPrint(row),
    previous: previous ? toPrint(previous) : null,
    next: next ? toPrint(next) : null,
  }
}

async function setPublished(
  db: Kysely<Tables>,
  printerId: number,
  number: number,
  at: Date | null,
) {
  await incrementRevision(db, printerId)
  const row = await db
    .updateTable('prints')
    .set((eb) =>
      at === null
        ? { published_at: null, is_withheld: 1 as const }
        : {
            published_at: eb.fn.coalesce('published_at', eb.val(at.getTime())),
            is_withheld: 0 as const,
          },
    )
    .where('printer_id', '=', printerId)
    .where('number', '=', number)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined)
    throw new DomainError('not-found', `Printer ${printerId} has no print ${number}.`)
  return toPrint(row)
}

async function listFrames(
  db: Kysely<Tables>,
  printerId: number,
  span: FrameSpan,
  limit: number,
): Promise<HistoryEntry[]> {
  if (!Number.isInteger(limit) || limit < 2 || limit > 500)
    throw new RangeError(`The limit must be 2 to 500 pictures, not ${limit}.`)
  const rows = await selectHistory(db)
    .where('snapshots.id', 'in', selectEvenFrames(db, printerId, span, limit))
    .orderBy('snapshots.captured_at')
    .orderBy('snapshots.id')
    .execute()
  return rows.map((row) => ({ snapshot: toSnapshot(row), reading: toReading(row) }))
}
