import { type Kysely, sql } from 'kysely'
import { printMaterialNames } from '#lib/api/schema/reading-fields.ts'
import type { StateObservation } from '#lib/printers/prints/types.ts'
import type { ReadingColumns, Tables } from '../schema.ts'

/** Must be exactly the condition of the index `observations_sightings`, or the index isn't used. */
const isKnownState = sql<boolean>`state not in ('unreachable', 'unauthorized', 'unknown')`
const isBusyWithoutJob = sql<boolean>`(state = 'starting' and job_name is null and progress is null and elapsed_seconds is null)`

/** The observations relevant to prints: those whose `classify` isn't `null`. */
function selectRelevant(db: Kysely<Tables>, printerId: number) {
  return db
    .selectFrom('observations')
    .where('printer_id', '=', printerId)
    .where(isKnownState)
    .where(({ not }) => not(isBusyWithoutJob))
}

/** Observations, oldest first; at equal times in the order of arrival. */
export function selectPrintObservations(
  db: Kysely<Tables>,
  printerId: number,
  from: { observedAt: number; id: number },
  before: number | null,
  limit: number | null,
) {
  return selectRelevant(db, printerId)
    .select(['id', 'observed_at', 'state', 'progress', 'job_name', 'elapsed_seconds'])
    .select(['remaining_seconds', 'temperatures', 'promised_seconds'])
    .select(['filament_used_mm', 'filament_total_mm'])
    .select(printMaterialNames)
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple('observed_at', 'id'), '>=', tuple(from.observedAt, from.id)),
    )
    .$if(before !== null, (query) => query.where('observed_at', '<', before ?? 0))
    .orderBy('observed_at')
    .orderBy('id')
    .$if(limit !== null, (query) => query.limit(limit ?? 0))
}

/** The last observation before a point in time. */
export function selectLastPrintObservation(db: Kysely<Tables>, printerId: number, before: number) {
  return selectRelevant(db, printerId)
    .select(['id', 'observed_at', 'state'])
    .where('observed_at', '<', before)
    .orderBy('observed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
}

type PrintObservationRow = Awaited<
  ReturnType<ReturnType<typeof selectPrintObservations>['executeTakeFirstOrThrow']>
>

/** The casts: see `createReading`. */
export function toStateObservation(row: PrintObservationRow): StateObservation {
  return {
    observedAt: new Date(row.observed_at),
    state: row.state as StateObservation['state'],
    progress: row.progress,
    jobName: row.job_name,
    elapsedSeconds: row.elapsed_seconds,
    remainingSeconds: row.remaining_seconds,
    temperatures: parseTemperatures(row.temperatures),
    filamentUsedMm: row.filament_used_mm,
    filamentTotalMm: row.filament_total_mm,
    intervalSeconds: row.promised_seconds,
    material: Object.fromEntries(
      printMaterialNames.filter((name) => row[name] !== null).map((name) => [name, row[name]]),
    ),
  }
}

export function parseTemperatures(
  text: ReadingColumns['temperatures'],
): StateObservation['temperatures'] {
  return text === null ? null : (JSON.parse(text) as StateObservation['temperatures'])
}
