import type { Selectable } from 'kysely'
import type {
  Credential,
  Observation,
  Printer,
  PrinterChanges,
  Reading,
  Snapshot,
} from '#lib/printers/types.ts'
import type {
  CredentialTable,
  ObservationTable,
  PrinterTable,
  ReadingColumns,
  SnapshotTable,
} from './schema.ts'

/* Between a row and what the domain calls it. */

export const readingColumns = [
  'has_reading',
  'status',
  'state',
  'progress',
  'job_name',
  'elapsed_seconds',
  'remaining_seconds',
  'temperatures',
  'reason',
  'interval_seconds',
  'source',
  'filament_used_mm',
  'filament_total_mm',
] as const satisfies (keyof ReadingColumns)[]

export const toFlag = (value: boolean) => (value ? 1 : 0)

export function toPrinter(row: Selectable<PrinterTable>): Printer {
  return {
    id: row.id,
    name: row.name,
    isPublishing: row.is_publishing === 1,
    publishesTemperatures: row.publishes_temperatures === 1,
    publishesJobName: row.publishes_job_name === 1,
    jobAlias: row.job_alias,
    publishesPrintsSince:
      row.publishes_prints_since === null ? null : new Date(row.publishes_prints_since),
    createdAt: new Date(row.created_at),
  }
}

export function fromPrinterChanges(changes: PrinterChanges): Partial<Selectable<PrinterTable>> {
  const { name, isPublishing, publishesTemperatures, publishesJobName, jobAlias } = changes
  const { publishesPrintsSince } = changes
  return {
    ...(name !== undefined && { name }),
    ...(isPublishing !== undefined && { is_publishing: toFlag(isPublishing) }),
    ...(publishesTemperatures !== undefined && {
      publishes_temperatures: toFlag(publishesTemperatures),
    }),
    ...(publishesJobName !== undefined && { publishes_job_name: toFlag(publishesJobName) }),
    ...(jobAlias !== undefined && { job_alias: jobAlias }),
    ...(publishesPrintsSince !== undefined && {
      publishes_prints_since: publishesPrintsSince?.getTime() ?? null,
    }),
  }
}

export function toCredential(row: Selectable<CredentialTable>): Credential {
  return {
    id: row.id,
    printerId: row.printer_id,
    kind: row.kind,
    username: row.username,
    hash: row.hash,
    createdAt: new Date(row.created_at),
  }
}

/** The casts: these columns were written by `fromReading` and by nothing else. */
export function toReading(row: ReadingColumns): Reading | null {
  if (row.has_reading === 0) return null
  return {
    status: row.status,
    state: row.state as Reading['state'],
    progress: row.progress,
    jobName: row.job_name,
    elapsedSeconds: row.elapsed_seconds,
    remainingSeconds: row.remaining_seconds,
    temperatures: parseJson(row.temperatures) as Reading['temperatures'],
    reason: row.reason as Reading['reason'],
    intervalSeconds: row.interval_seconds,
    source: parseJson(row.source) as Reading['source'],
    filament: toFilament(row),
  }
}

export function toFilament(
  row: Pick<ReadingColumns, 'filament_used_mm' | 'filament_total_mm'>,
): Reading['filament'] {
  const { filament_used_mm: usedMm, filament_total_mm: totalMm } = row
  return usedMm === null && totalMm === null ? null : { usedMm, totalMm }
}

function parseJson(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}

export function fromReading(reading: Reading | null): ReadingColumns {
  const { temperatures = null, source = null } = reading ?? {}
  return {
    has_reading: toFlag(reading !== null),
    status: reading?.status ?? null,
    state: reading?.state ?? null,
    progress: reading?.progress ?? null,
    job_name: reading?.jobName ?? null,
    elapsed_seconds: reading?.elapsedSeconds ?? null,
    remaining_seconds: reading?.remainingSeconds ?? null,
    temperatures: temperatures && JSON.stringify(temperatures),
    reason: reading?.reason ?? null,
    interval_seconds: reading?.intervalSeconds ?? null,
    source: source && JSON.stringify(source),
    filament_used_mm: reading?.filament?.usedMm ?? null,
    filament_total_mm: reading?.filament?.totalMm ?? null,
  }
}

export function toObservation(row: Selectable<ObservationTable>): Observation {
  return {
    id: row.id,
    printerId: row.printer_id,
    reading: toReading(row),
    observedAt: new Date(row.observed_at),
    receivedAt: new Date(row.received_at),
  }
}

export function toSnapshot(row: Selectable<SnapshotTable>): Snapshot {
  return {
    id: row.id,
    printerId: row.printer_id,
    observationId: row.observation_id,
    sha256: row.sha256,
    bytes: row.bytes,
    width: row.width,
    height: row.height,
    placeholder: row.placeholder,
    luma: row.luma,
    sharpness: row.sharpness,
    capturedAt: new Date(row.captured_at),
    receivedAt: new Date(row.received_at),
    isClamped: row.is_clamped === 1,
  }
}
