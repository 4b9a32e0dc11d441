import { setImmediate } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Kysely, Selectable } from 'kysely'
import { derivePrints, nothingSeen } from '#lib/printers/prints.ts'
import { isPrinting, kindOf } from '#lib/printers/prints-identity.ts'
import type { DerivedPrint, Standing } from '#lib/printers/prints-types.ts'
import type { NewObservation } from '#lib/printers/types.ts'
import { defaultIntervalSeconds } from '#lib/printers/wire/printer.ts'
import type { Dialect } from './database.ts'
import { type PrintRow, toDerived } from './prints-rows.ts'
import { selectLastSighting, selectSightings, toSighting } from './prints-sightings.ts'
import { type Publishing, writePrints } from './prints-writing.ts'
import type { PrinterTable, Tables } from './schema.ts'

/** Raised when the derivation changes: every printer's prints are then derived anew with its next report. */
const derivationVersion = 1

/**
 * SQLite's driver works inside the event loop, where visitors' polls wait meanwhile: few at a time. Postgres may read and sort all of
 * a history for each page, and we only wait: 100,000 readings are derived in 3.3 s by pages of 2,000 and in TODO_S by these.
 */
const pageLengths = { sqlite: 2000, postgres: 25_000 } as const satisfies Record<Dialect, number>

/** What a derivation has to know beside the readings. */
export interface Deriving {
  dialect: Dialect
  publishing: Publishing | null
}

/** From where on to derive, and where the derivation stood there. */
interface Start {
  from: number
  standing: Standing
  /** The row of `standing.print`. */
  row: PrintRow | undefined
}

/**
 * Derives a printer's prints after an observation of it has been written, in the same transaction. The newest observation costs a
 * step from where the last print stands; one that comes late, the prints before and after it.
 */
export async function derivePrintsAfter(
  db: Kysely<Tables>,
  { printerId, reading, observedAt, receivedAt }: NewObservation,
  printer: Pick<Selectable<PrinterTable>, 'prints_version' | 'publishes_prints_since'>,
  dialect: Dialect,
): Promise<void> {
  if (reading === null || kindOf(reading) === null) return
  const isStale = printer.prints_version !== derivationVersion
  if (isStale && (await bringUpToDate(db, printerId, dialect))) return
  const publishedSince = printer.publishes_prints_since
  const publishing =
    publishedSince === null ? null : { since: new Date(publishedSince), at: receivedAt }
  const at = observedAt.getTime()
  const first = { observedAt: at, id: 0 }
  const since = await selectSightings(db, printerId, first, Number.MAX_SAFE_INTEGER, 2).execute()
  if (since.length === 1) {
    const start = await standBefore(db, printerId, at)
    const { prints } = derivePrints(since.map(toSighting), defaultIntervalSeconds, start.standing)
    const rows = start.row ? [start.row] : []
    await writePrints(db, printerId, rows, prints, start.row, publishing)
  } else
    await rederivePrints(
      db,
      printerId,
      { from: observedAt, to: observedAt },
      { dialect, publishing },
    )
}

/** Derives again what observations of this span, come or gone, can have changed. */
export async function rederivePrints(
  db: Kysely<Tables>,
  printerId: number,
  span: { from: Date; to: Date },
  how: Deriving,
): Promise<void> {
  if (await bringUpToDate(db, printerId, how.dialect)) return
  const at = await selectPrints(db, printerId)
    .where('first_seen_at', '<=', span.from.getTime())
    .orderBy('first_seen_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const start = await standBefore(db, printerId, at?.first_seen_at ?? span.from.getTime())
  await deriveFrom(db, printerId, start, span.to.getTime(), how)
}

/** @returns whether all prints were derived just now */
async function bringUpToDate(
  db: Kysely<Tables>,
  printerId: number,
  dialect: Dialect,
): Promise<boolean> {
  const stale = await db
    .updateTable('printers')
    .set({ prints_version: derivationVersion })
    .where('id', '=', printerId)
    .where('prints_version', '!=', derivationVersion)
    .returning('id')
    .executeTakeFirst()
  if (stale === undefined) return false
  const start = { from: Number.MIN_SAFE_INTEGER, standing: nothingSeen, row: undefined }
  await deriveFrom(db, printerId, start, Number.MAX_SAFE_INTEGER, { dialect, publishing: null })
  return true
}

function selectPrints(db: Kysely<Tables>, printerId: number) {
  return db.selectFrom('prints').selectAll().where('printer_id', '=', printerId)
}

/** Where the derivation stood before a moment at which no print was under way, or a new one begins. */
async function standBefore(db: Kysely<Tables>, printerId: number, from: number): Promise<Start> {
  const row = await selectPrints(db, printerId)
    .where('first_seen_at', '<', from)
    .orderBy('first_seen_at', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const last = await selectLastSighting(db, printerId, from).executeTakeFirst()
  if (last === undefined) return { from, standing: { ...nothingSeen }, row: undefined }
  const previous = { observedAt: new Date(last.observed_at), isPrinting: isPrinting(last.state) }
  const print = row ? standAs(row, previous.isPrinting) : null
  return { from, standing: { print, previous }, row }
}

/** What ended an open print is the sighting that comes next: before it, the print runs. */
function standAs(row: PrintRow, isOpen: boolean): DerivedPrint {
  const print = toDerived(row)
  return isOpen ? { ...print, outcome: 'running', ended: null } : print
}

/**
 * Derives on until what is found is again what is kept, from the second print after `to` on: of that, nothing earlier is part any
 * more.
 */
async function deriveFrom(
  db: Kysely<Tables>,
  printerId: number,
  { from, standing: start, row }: Start,
  to: number,
  { dialect, publishing }: Deriving,
): Promise<void> {
  const kept = await selectPrints(db, printerId)
    .where('first_seen_at', '>=', from)
    .orderBy('first_seen_at')
    .orderBy('number')
    .execute()
  const firstLater = kept.findIndex((print) => print.first_seen_at > to)
  const found: DerivedPrint[] = []
  let standing = start
  let position = from
  let next = firstLater < 0 ? kept.length : firstLater + 1
  for (; ; next++) {
    const end = kept[next]?.first_seen_at ?? Number.MAX_SAFE_INTEGER
    standing = await deriveSegment(
      db,
      printerId,
      { from: position, to: end, pageLength: pageLengths[dialect] },
      standing,
      found,
    )
    const before = kept[next - 1]
    if (kept[next] === undefined) break
    const isAsKept =
      before !== undefined &&
      isDeepStrictEqual(standing.print, standAs(before, standing.previous?.isPrinting === true))
    if (isAsKept) {
      // Its end, which only the sighting behind the boundary tells, is as kept, too.
      if (found.at(-1)?.firstSeenAt.getTime() === before.first_seen_at)
        found.splice(-1, 1, toDerived(before))
      break
    }
    position = end
  }
  const rows = kept.slice(0, next)
  await writePrints(db, printerId, row ? [row, ...rows] : rows, found, row, publishing)
}

/** Adds to `found`; the print at hand is replaced there by what became of it. */
async function deriveSegment(
  db: Kysely<Tables>,
  printerId: number,
  { pageLength, ...span }: { from: number; to: number; pageLength: number },
  start: Standing,
  found: DerivedPrint[],
): Promise<Standing> {
  let standing = start
  let first = { observedAt: span.from, id: 0 }
  for (;;) {
    const page = await selectSightings(db, printerId, first, span.to, pageLength).execute()
    const derived = derivePrints(page.map(toSighting), defaultIntervalSeconds, standing)
    const [now] = derived.prints
    const isSame = now?.firstSeenAt.getTime() === found.at(-1)?.firstSeenAt.getTime()
    if (now !== undefined && isSame) found.pop()
    found.push(...derived.prints)
    standing = derived.standing
    const last = page.at(-1)
    if (last === undefined || page.length < pageLength) return standing
    first = { observedAt: last.observed_at, id: last.id + 1 }
    await setImmediate()
  }
}
