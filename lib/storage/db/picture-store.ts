import type { Kysely, Selectable } from 'kysely'
import { maxSelectedPictures } from '#lib/api/admin-pictures.ts'
import { cameraNumbers } from '#lib/api/cameras.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import type {
  OwnersPicture,
  PictureChange,
  PictureFilter,
  PictureStore,
} from '#lib/printers/pictures/picture-store.ts'
import type { HistoryCursor } from '#lib/printers/types.ts'
import { type Database, maxParameters } from './database.ts'
import { isBeyond, isVisible, selectAnyHistory } from './history-queries.ts'
import { incrementRevision } from './increment-revision.ts'
import { insertLogEntry } from './owner/rows.ts'
import { lockPrinter } from './printer-store.ts'
import { collectOrphans } from './purge.ts'
import { toReading, toSnapshot } from './rows.ts'
import type { SnapshotTable, Tables } from './schema.ts'

export function createPictureStore(database: Database): PictureStore {
  return {
    listPictures: (printerId, page, filter) =>
      database.read(async (db) => {
        if (!(page.limit >= 1 && page.limit <= 500))
          throw new RangeError(`A page has 1 to 500 pictures, not ${page.limit}.`)
        const pages = []
        for (const isHidden of filter.isHidden === null ? [true, false] : [filter.isHidden])
          for (const camera of listNumbers(filter.camera))
            pages.push(
              await selectPictures(db, printerId, page, { ...filter, isHidden, camera }).execute(),
            )
        return pages
          .flat()
          .sort((a, b) => b.captured_at - a.captured_at || b.id - a.id)
          .slice(0, page.limit)
          .map(toOwnersPicture)
      }),
    getPicture: (printerId, id) =>
      database.read(async (db) => {
        const row = await selectAnyHistory(db)
          .where('snapshots.id', '=', id)
          .where('snapshots.printer_id', '=', printerId)
          .executeTakeFirst()
        return row === undefined ? null : toOwnersPicture(row)
      }),
    findNearest: (printerId, direction, at, one) =>
      database.read(async (db) => {
        const times: number[] = []
        for (const isHidden of [true, false]) {
          for (const camera of listNumbers(one)) {
            const history = { printerId, camera, isHidden }
            const row = await selectNearest(db, history, direction, at).executeTakeFirst()
            if (row !== undefined) times.push(row.captured_at)
          }
        }
        if (times.length === 0) return null
        return new Date(direction === 'before' ? Math.max(...times) : Math.min(...times))
      }),
    countHidden: (printerId, one) =>
      database.read(async (db) => {
        const { count } = await db
          .selectFrom('snapshots')
          .select((eb) => eb.fn.countAll().as('count'))
          .where('printer_id', '=', printerId)
          .where('camera', 'in', listNumbers(one))
          .where('hidden_at', 'is not', null)
          .executeTakeFirstOrThrow()
        return Number(count)
      }),
    changePictures: (printerId, ids, change, options) =>
      database.write(async (db) => {
        if (ids.length > maxSelectedPictures)
          throw new RangeError(`${maxSelectedPictures} pictures are changed at once, not more.`)
        await lockPrinter(db, database.dialect, printerId)
        return await changePictures(db, printerId, ids, change, options)
      }),
  }
}

const listNumbers = (one: number | null | undefined) => (one ? [one] : cameraNumbers)

/** Each kind has an index of its own, in which each camera has a part. */
export function selectPictures(
  db: Kysely<Tables>,
  printerId: number,
  { before, limit }: { before: HistoryCursor | null; limit: number },
  { from, to, isHidden, camera }: PictureFilter & { isHidden: boolean; camera: number },
) {
  return selectAnyHistory(db)
    .where('snapshots.printer_id', '=', printerId)
    .where('snapshots.camera', '=', camera)
    .where(isVisible(!isHidden))
    .$if(before !== null, (query) => (before === null ? query : query.where(isBeyond('<', before))))
    .$if(from !== null, (query) => query.where('snapshots.captured_at', '>=', from?.getTime() ?? 0))
    .$if(to !== null, (query) => query.where('snapshots.captured_at', '<', to?.getTime() ?? 0))
    .orderBy('snapshots.captured_at', 'desc')
    .orderBy('snapshots.id', 'desc')
    .limit(limit)
}

export function selectNearest(
  db: Kysely<Tables>,
  { printerId, camera, isHidden }: { printerId: number; camera: number; isHidden: boolean },
  direction: 'before' | 'from',
  at: Date,
) {
  const isBefore = direction === 'before'
  return db
    .selectFrom('snapshots')
    .select('captured_at')
    .where('printer_id', '=', printerId)
    .where('camera', '=', camera)
    .where(isVisible(!isHidden))
    .where('captured_at', isBefore ? '<' : '>=', at.getTime())
    .orderBy('captured_at', isBefore ? 'desc' : 'asc')
    .limit(1)
}

type Row = Pick<Selectable<SnapshotTable>, 'id' | 'camera' | 'sha256' | 'captured_at' | 'hidden_at'>

async function changePictures(
  db: Kysely<Tables>,
  printerId: number,
  ids: readonly number[],
  change: PictureChange,
  { entry, isDryRun = false }: { entry: NewLogEntry; isDryRun?: boolean },
): Promise<{ changed: number; orphans: string[] }> {
  const found: Row[] = []
  for (const part of inParts(ids))
    found.push(
      ...(await db
        .selectFrom('snapshots')
        .select(['id', 'camera', 'sha256', 'captured_at', 'hidden_at'])
        .where('id', 'in', part)
        .where('printer_id', '=', printerId)
        .execute()),
    )
  if (found.length === 0)
    throw new DomainError('not-found', 'None of these pictures exists any more. Reload the page.')
  const rows =
    change === 'delete'
      ? found
      : found.filter(({ hidden_at }) => (hidden_at === null) === (change === 'hide'))
  if (rows.length === 0 || isDryRun) return { changed: rows.length, orphans: [] }
  await incrementRevision(db, printerId)
  await insertLogEntry(db, { ...entry, details: { ...entry.details, ...describeRows(rows) } })
  if (change === 'delete') await deleteRows(db, printerId, rows)
  else await setHidden(db, rows, change === 'hide' ? entry.at.getTime() : null)
  const hashes = [...new Set(rows.map(({ sha256 }) => sha256))]
  return {
    changed: rows.length,
    orphans: change === 'show' ? [] : await collectOrphans(db, hashes),
  }
}

function describeRows(rows: readonly Row[]): Record<string, string> {
  const times = rows.map((row) => row.captured_at)
  return {
    pictures: String(rows.length),
    from: new Date(Math.min(...times)).toISOString(),
    to: new Date(Math.max(...times)).toISOString(),
  }
}

async function setHidden(db: Kysely<Tables>, rows: readonly Row[], at: number | null) {
  for (const part of inParts(rows.map(({ id }) => id)))
    await db.updateTable('snapshots').set({ hidden_at: at }).where('id', 'in', part).execute()
}

/** Notes them first: a report sent again after a lost response, or read again from another site, must not bring one back. */
async function deleteRows(db: Kysely<Tables>, printerId: number, rows: readonly Row[]) {
  for (const part of inParts(rows)) {
    await db
      .insertInto('deleted_pictures')
      .values(
        part.map(({ camera, sha256, captured_at }) => ({
          printer_id: printerId,
          camera,
          sha256,
          captured_at,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await db
      .deleteFrom('snapshots')
      .where(
        'id',
        'in',
        part.map(({ id }) => id),
      )
      .execute()
  }
}

/** An inserted row has four parameters. */
function* inParts<T>(items: readonly T[]): Generator<T[]> {
  const length = Math.floor(maxParameters / 4)
  for (let start = 0; start < items.length; start += length)
    yield items.slice(start, start + length)
}

type PictureRow = Parameters<typeof toSnapshot>[0] & Parameters<typeof toReading>[0]

function toOwnersPicture(row: PictureRow): OwnersPicture {
  return { snapshot: toSnapshot(row), reading: toReading(row), isHidden: row.hidden_at !== null }
}
