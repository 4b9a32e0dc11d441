import type { Insertable, Kysely, Selectable } from 'kysely'
import type { DerivedPrint, Print } from '#lib/printers/prints/types.ts'
import { toDate, toFlag } from '../rows.ts'
import type { PrintTable, Tables } from '../schema.ts'

/* Converts between a print's row and its domain type. */

export type PrintRow = Selectable<PrintTable>

/** The casts: only `fromDerived` writes these columns. */
export function toDerived(row: PrintRow): DerivedPrint {
  return {
    outcome: row.outcome as DerivedPrint['outcome'],
    jobName: row.job_name,
    isJoined: row.is_joined === 1,
    started: { notBefore: toDate(row.start_not_before), notAfter: new Date(row.start_not_after) },
    ended:
      row.end_not_before === null || row.end_not_after === null
        ? null
        : { notBefore: new Date(row.end_not_before), notAfter: new Date(row.end_not_after) },
    firstSeenAt: new Date(row.first_seen_at),
    lastSeenAt: new Date(row.last_seen_at),
    lastState: row.last_state as DerivedPrint['lastState'],
    progress: row.progress,
    elapsedSeconds: row.elapsed_seconds,
    remainingSeconds: row.remaining_seconds,
    maxTemperatures: JSON.parse(row.max_temperatures) as DerivedPrint['maxTemperatures'],
    filament: { usedMm: row.filament_used_mm, totalMm: row.filament_total_mm },
    material: row.material === null ? {} : (JSON.parse(row.material) as DerivedPrint['material']),
  }
}

export function toPrint(row: PrintRow): Print {
  return {
    ...toDerived(row),
    printerId: row.printer_id,
    number: row.number,
    publishedAt: toDate(row.published_at),
    name: row.name,
    note:
      row.note === null || row.note_html === null
        ? null
        : { markdown: row.note, html: row.note_html },
    coverId: row.cover_id,
    isHidden: row.is_hidden === 1,
    describedAt: toDate(row.described_at),
  }
}

/** The print of a number; of a former print's number, the one that it was joined with. */
export async function findPrint(
  db: Kysely<Tables>,
  printerId: number,
  number: number,
): Promise<PrintRow | undefined> {
  const prints = db.selectFrom('prints').selectAll().where('printer_id', '=', printerId)
  const row = await prints.where('number', '=', number).executeTakeFirst()
  if (row?.is_former !== 1) return row
  return await prints
    .where('is_former', '=', 0)
    .where('first_seen_at', '<=', row.first_seen_at)
    .where('last_seen_at', '>=', row.first_seen_at)
    .orderBy('first_seen_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The columns that the derivation writes; the others are the owner's. */
export function fromDerived(print: DerivedPrint) {
  return {
    outcome: print.outcome,
    job_name: print.jobName,
    is_joined: toFlag(print.isJoined),
    start_not_before: print.started.notBefore?.getTime() ?? null,
    start_not_after: print.started.notAfter.getTime(),
    end_not_before: print.ended?.notBefore.getTime() ?? null,
    end_not_after: print.ended?.notAfter.getTime() ?? null,
    first_seen_at: print.firstSeenAt.getTime(),
    last_seen_at: print.lastSeenAt.getTime(),
    last_state: print.lastState,
    progress: print.progress,
    elapsed_seconds: print.elapsedSeconds,
    remaining_seconds: print.remainingSeconds,
    max_temperatures: JSON.stringify(print.maxTemperatures),
    filament_used_mm: print.filament.usedMm,
    filament_total_mm: print.filament.totalMm,
    material: Object.keys(print.material).length === 0 ? null : JSON.stringify(print.material),
  } satisfies Partial<Insertable<PrintTable>>
}
