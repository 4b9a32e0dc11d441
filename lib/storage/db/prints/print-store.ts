import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { FrameSpan, PrintStore, PrintView } from '#lib/printers/prints/print-store.ts'
import type { HistoryEntry } from '#lib/printers/types.ts'
import type { Database } from '../database.ts'
import { insertFlipbook, selectFlipbooks } from '../flipbooks.ts'
import { checkPageLimit, isBeyond, selectHistory } from '../history-queries.ts'
import { readingColumns, toReading, toSnapshot } from '../rows.ts'
import type { Tables } from '../schema.ts'
import { addFormerWords } from './former.ts'
import { jobColumns } from './job-columns.ts'
import {
  selectEvenFrames,
  selectFollowing,
  selectFrames,
  selectPrintNames,
  selectPrintPage,
} from './print-queries.ts'
import { findPrint, toPrint } from './print-rows.ts'

export function createPrintStore(database: Database): PrintStore {
  return {
    listPrints: (printerId, page) =>
      database.read(async (db) => {
        checkPageLimit(page.limit)
        const rows = await selectPrintPage(db, printerId, page).execute()
        return (await addFormerWords(db, printerId, rows)).map(toPrint)
      }),
    listNames: (printerId, limit) =>
      database.read(async (db) => {
        if (!(limit >= 1 && limit <= 10_000))
          throw new RangeError(`The limit must be 1 to 10000 names, not ${limit}.`)
        const rows = await selectPrintNames(db, printerId, limit).execute()
        const named = await addFormerWords(db, printerId, rows)
        return named.map(({ number, job_name, name, first_seen_at }) => ({
          number,
          jobName: job_name,
          name,
          firstSeenAt: new Date(first_seen_at),
        }))
      }),
    getPrint: (printerId, number, view = {}) =>
      database.read((db) => getPrint(db, printerId, number, view)),
    getFrame: (printerId, span, id) =>
      database.read(async (db) => {
        const [found] = await selectFrameEntries(db, printerId, span, 1)
          .where('snapshots.id', '=', id)
          .execute()
        return found === undefined ? null : toEntry(found)
      }),
    listFrames: (printerId, span, limit) =>
      database.read((db) => listFrames(db, printerId, span, limit)),
    listLastFrames: (printerId, span, limit) =>
      database.read(async (db) => {
        const rows = await selectFrameEntries(db, printerId, span, checkPageLimit(limit)).execute()
        return rows.map(toEntry)
      }),
    insertFlipbook: (flipbook) => insertFlipbook(database, flipbook),
    listFlipbooks: () =>
      database.read(async (db) => {
        const rows = await selectFlipbooks(db).execute()
        return rows.map(({ sha256 }) => sha256)
      }),
    countFrames: (printerId, span) => countFrames(database, printerId, span),
  }
}

const countedAtOnce = 2_000

/** In parts, between which other work runs: a print may have tens of thousands of pictures. */
async function countFrames(
  database: Database,
  printerId: number,
  span: FrameSpan,
): Promise<number> {
  let total = 0
  let after = { at: span.from.getTime(), id: 0 }
  for (;;) {
    const rows = await database.read((db) =>
      selectFramesAfter(db, printerId, span, after).execute(),
    )
    total += rows.length
    const last = rows.at(-1)
    if (last === undefined || rows.length < countedAtOnce) return total
    after = { at: last.captured_at, id: last.id }
    await setImmediate()
  }
}

function selectFramesAfter(
  db: Kysely<Tables>,
  printerId: number,
  span: FrameSpan,
  after: { at: number; id: number },
) {
  return selectFrames(db, printerId, { ...span, from: new Date(after.at) })
    .select(['snapshots.captured_at', 'snapshots.id'])
    .where(isBeyond('>', { capturedAt: new Date(after.at), id: after.id }))
    .orderBy('snapshots.captured_at')
    .orderBy('snapshots.id')
    .limit(countedAtOnce)
}

/** The newest first. */
function selectFrameEntries(db: Kysely<Tables>, printerId: number, span: FrameSpan, limit: number) {
  return selectFrames(db, printerId, span)
    .selectAll('snapshots')
    .select(readingColumns)
    .select(jobColumns())
    .orderBy('snapshots.captured_at', 'desc')
    .orderBy('snapshots.id', 'desc')
    .limit(limit)
}

const toEntry = (row: Parameters<typeof toSnapshot>[0] & Parameters<typeof toReading>[0]) => ({
  snapshot: toSnapshot(row),
  reading: toReading(row),
})

async function getPrint(db: Kysely<Tables>, printerId: number, number: number, view: PrintView) {
  const row = await findPrint(db, printerId, number)
  if (row === undefined || (row.is_hidden === 1 && view.withHidden !== true)) return null
  const before = { capturedAt: new Date(row.first_seen_at), id: row.number }
  const page = { ...view, before, limit: 1 }
  const previous = await selectPrintPage(db, printerId, page).executeTakeFirst()
  const next = await selectFollowing(db, printerId, row, view).executeTakeFirst()
  const [print = row] = await addFormerWords(db, printerId, [row])
  return {
    print: toPrint(print),
    previous: previous ? toPrint(previous) : null,
    next: next ? toPrint(next) : null,
  }
}

async function listFrames(
  db: Kysely<Tables>,
  printerId: number,
  span: FrameSpan,
  limit: number,
): Promise<HistoryEntry[]> {
  if (!Number.isInteger(limit) || limit < 2 || limit > 500)
    throw new RangeError(`The limit must be 2 to 500 pictures, not ${limit}.`)
  const frames = selectFrames(db, printerId, span).select(['snapshots.id', 'captured_at'])
  const found = await frames
    .orderBy('captured_at')
    .orderBy('snapshots.id')
    .limit(limit + 1)
    .execute()
  const last = await frames.orderBy('captured_at', 'desc').limit(1).executeTakeFirst()
  const [firstAt = 0, lastAt = 0] = [found[0]?.captured_at, last?.captured_at]
  const chosen =
    found.length <= limit
      ? found
      : await selectEvenFrames(db, printerId, span, { firstAt, lastAt, limit }).execute()
  if (chosen.length === 0) return []
  const rows = await selectHistory(db)
    .where(
      'snapshots.id',
      'in',
      chosen.flatMap(({ id }) => id ?? []),
    )
    .orderBy('snapshots.captured_at')
    .orderBy('snapshots.id')
    .execute()
  return rows.map(toEntry)
}
