import type { Kysely } from 'kysely'
import { cameraNumbers } from '#lib/api/cameras.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import type { PrintEditStore } from '#lib/printers/prints/print-edit-store.ts'
import type { PrintDescription } from '#lib/printers/prints/types.ts'
import type { Database } from '../database.ts'
import { isVisible } from '../history-queries.ts'
import { incrementRevision } from '../increment-revision.ts'
import { insertLogEntry } from '../owner/rows.ts'
import { lockPrinter } from '../printer-store.ts'
import type { Tables } from '../schema.ts'
import { markStale } from './derivation.ts'
import type { DerivationQueue } from './derivation-queue.ts'
import { deleteFactsWithin, deleteHidden, insertFact, loadFacts } from './facts.ts'
import { selectFormer } from './former.ts'
import { selectFollowing, selectPrintPage } from './print-queries.ts'
import { findPrint, type PrintRow, toPrint } from './print-rows.ts'

const withHidden = true

export function createPrintEditStore(
  database: Database,
  derivation: DerivationQueue,
): PrintEditStore {
  /** One transaction, with the log's entry. @throws DomainError `printer-not-found`, `not-found` */
  const edit = <T>(
    printerId: number,
    number: number,
    entry: NewLogEntry | undefined,
    work: (
      db: Kysely<Tables>,
      row: PrintRow,
      printer: Awaited<ReturnType<typeof lockPrinter>>,
    ) => Promise<T>,
  ) =>
    database.write(async (db) => {
      const printer = await lockPrinter(db, database.dialect, printerId)
      const row = await requireRow(db, printerId, number)
      const result = await work(db, row, printer)
      await incrementRevision(db, printerId)
      if (entry !== undefined) await insertLogEntry(db, entry)
      return result
    })

  return {
    setPublished: (printerId, number, at, entry) =>
      edit(printerId, number, entry, (db, row) => setPublished(db, row, at)),
    describe: (printerId, number, description, at, entry, check) =>
      edit(printerId, number, entry, (db, row) => {
        check?.(toPrint(row))
        return changeWords(db, row, description, at)
      }),
    setHidden: (printerId, number, isHidden, entry) =>
      edit(printerId, number, entry, (db, row) => setHidden(db, row, isHidden)),
    async join(printerId, number, entry) {
      const first = await edit(printerId, number, entry, async (db, row, printer) => {
        const previous = await findPrevious(db, row)
        if (previous === undefined)
          throw new DomainError(
            'invalid-fields',
            'There is no print before this one to join it with.',
          )
        const whole = { from: previous.first_seen_at, to: row.last_seen_at }
        const gap = { from: previous.last_seen_at + 1, to: row.first_seen_at }
        await deleteFactsWithin(db, printerId, gap, ['split'])
        const isSaid = (await loadFacts(db, printerId, whole)).some(
          ({ kind, from, to }) =>
            kind === 'join' && from.getTime() <= whole.from && whole.to <= to.getTime(),
        )
        if (!isSaid) await insertFact(db, printerId, 'join', whole)
        await markStale(db, printerId, whole, printer)
        return previous.number
      })
      await derivation.finish(printerId)
      return first
    },
    async split(printerId, number, given, entry) {
      const at = await edit(printerId, number, entry, async (db, row, printer) => {
        const at = await findObservedAt(db, printerId, given.getTime())
        if (!(row.first_seen_at < at && at <= row.last_seen_at))
          throw new DomainError(
            'invalid-fields',
            'Choose a picture after the first and not after the last one in which it was printing.',
            { fieldErrors: [{ pointer: '/at', detail: 'This is not within the print.' }] },
          )
        const moment = { from: at, to: at }
        await deleteFactsWithin(db, printerId, moment, ['split'])
        await insertFact(db, printerId, 'split', moment)
        await markStale(db, printerId, { from: row.first_seen_at, to: row.last_seen_at }, printer)
        return at
      })
      await derivation.finish(printerId)
      const begins = { first_seen_at: at, number: 0 }
      const second = await database.read((db) =>
        selectFollowing(db, printerId, begins, { withHidden }).executeTakeFirst(),
      )
      return second?.number ?? number
    },
    listJoined: (printerId, number) =>
      database.read(async (db) => {
        const row = await requireRow(db, printerId, number)
        const span = { from: row.first_seen_at, to: row.last_seen_at }
        const rows = await selectFormer(db, printerId, span).execute()
        return rows.map((each) => ({
          number: each.number,
          firstSeenAt: new Date(each.first_seen_at),
        }))
      }),
  }
}

async function requireRow(
  db: Kysely<Tables>,
  printerId: number,
  number: number,
): Promise<PrintRow> {
  const row = await findPrint(db, printerId, number)
  if (row !== undefined) return row
  throw new DomainError('not-found', `Printer ${printerId} has no print ${number}.`)
}

function findPrevious(db: Kysely<Tables>, row: PrintRow): Promise<PrintRow | undefined> {
  const before = { capturedAt: new Date(row.first_seen_at), id: row.number }
  const page = { before, limit: 1, withHidden }
  return selectPrintPage(db, row.printer_id, page).executeTakeFirst()
}

/** When a picture's reading was observed: the two differ by seconds. */
async function findObservedAt(db: Kysely<Tables>, printerId: number, at: number): Promise<number> {
  const found = await db
    .selectFrom('snapshots')
    .innerJoin('observations', 'observations.id', 'snapshots.observation_id')
    .select('observed_at')
    .where('snapshots.printer_id', '=', printerId)
    .where('snapshots.camera', 'in', cameraNumbers)
    .where(isVisible())
    .where('captured_at', '=', at)
    .where('has_reading', '=', 1)
    .limit(1)
    .executeTakeFirst()
  return found?.observed_at ?? at
}

async function setPublished(db: Kysely<Tables>, { id }: PrintRow, at: Date | null) {
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
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return toPrint(row)
}

async function changeWords(
  db: Kysely<Tables>,
  row: PrintRow,
  { name, note, coverId }: PrintDescription,
  at: Date,
): Promise<void> {
  const words = {
    ...(name !== undefined && { name }),
    ...(note !== undefined && { note: note?.markdown ?? null, note_html: note?.html ?? null }),
    ...(coverId !== undefined && { cover_id: coverId }),
  }
  const described = { ...words, described_at: at.getTime() }
  await db.updateTable('prints').set(described).where('id', '=', row.id).execute()
  // What is deleted must not appear again from a print that was joined with it.
  const deleted = Object.fromEntries(Object.entries(words).filter(([, value]) => value === null))
  if (Object.keys(deleted).length === 0) return
  const span = { from: row.first_seen_at, to: row.last_seen_at }
  const former = await selectFormer(db, row.printer_id, span).execute()
  for (const { id } of former)
    await db.updateTable('prints').set(deleted).where('id', '=', id).execute()
}

async function setHidden(db: Kysely<Tables>, row: PrintRow, isHidden: boolean): Promise<void> {
  const { printer_id: printerId } = row
  if (isHidden) {
    if (row.is_hidden === 0)
      await insertFact(db, printerId, 'hide', { from: row.first_seen_at, to: row.last_seen_at })
  } else {
    // Up to its neighbours: it may turn out to have begun earlier, or ended later.
    const next = await selectFollowing(db, printerId, row, { withHidden }).executeTakeFirst()
    await deleteHidden(db, printerId, {
      from: ((await findPrevious(db, row))?.last_seen_at ?? Number.MIN_SAFE_INTEGER) + 1,
      to: (next?.first_seen_at ?? Number.MAX_SAFE_INTEGER) - 1,
    })
  }
  await db
    .updateTable('prints')
    .set({ is_hidden: isHidden ? 1 : 0 })
    .where('id', '=', row.id)
    .execute()
}
