import { type Expression, expressionBuilder, type Selectable, type SqlBool } from 'kysely'
import { jsonFields, readingFieldNames } from '#lib/api/schema/reading-fields.ts'
import { createReading, pickFields } from '#lib/printers/report.ts'
import type {
  Camera,
  Credential,
  Observation,
  Printer,
  PrinterChanges,
  Reading,
  Snapshot,
} from '#lib/printers/types.ts'
import type {
  CameraTable,
  CredentialTable,
  ObservationTable,
  PrinterTable,
  ReadingColumns,
  SnapshotTable,
  Tables,
} from './schema.ts'

/* Converts between rows and domain types. */

export const readingColumns = [
  'has_reading',
  ...readingFieldNames,
] as const satisfies readonly (keyof ReadingColumns)[]

export function toDate(time: number | null): Date | null {
  return time === null ? null : new Date(time)
}

export const toFlag = (value: boolean): 0 | 1 => (value ? 1 : 0)

/** A pause that is over needs no write: every process sees it end by itself. */
export function toPrinter(row: Selectable<PrinterTable>, cameras: Camera[]): Printer {
  const isOver = isPauseOver(row)
  const isPaused = row.is_publishing === 0 && !isOver
  return {
    id: row.id,
    name: row.name,
    isPublishing: !isPaused,
    pausedUntil: isPaused ? toDate(row.paused_until) : null,
    publishesTemperatures: row.publishes_temperatures === 1,
    publishesJobName: row.publishes_job_name === 1,
    publishesMaterial: row.publishes_material === 1,
    publishesSpool: row.publishes_spool === 1,
    jobAlias: row.job_alias,
    publishesPrintsSince: toDate(row.publishes_prints_since),
    position: row.position,
    intervalSeconds: row.interval_seconds,
    source: row.source,
    cameras,
    createdAt: new Date(row.created_at),
    revision: toRevision(row),
  }
}

const isPauseOver = ({ paused_until }: Pick<PrinterTable, 'paused_until'>) =>
  paused_until !== null && paused_until <= Date.now()

export function toCamera(row: Selectable<CameraTable>): Camera {
  return {
    number: row.number,
    name: row.name,
    reportedName: row.reported_name,
    isPublishing: row.is_publishing === 1,
  }
}

/** The same as `toPrinter` says of a row, in a query. */
export function isPublishing(): Expression<SqlBool> {
  const { or, eb } = expressionBuilder<Tables, 'printers'>()
  return or([eb('printers.is_publishing', '=', 1), eb('paused_until', '<=', Date.now())])
}

/** The end of a pause is a change. Whatever begins or ends one increments the column by two, so that no number means two states. */
export function toRevision(row: Pick<PrinterTable, 'revision' | 'paused_until'>): number {
  return row.revision + (isPauseOver(row) ? 1 : 0)
}

export function fromPrinterChanges(changes: PrinterChanges): Partial<Selectable<PrinterTable>> {
  const { name, isPublishing, publishesTemperatures, publishesJobName, jobAlias } = changes
  const { publishesPrintsSince, pausedUntil = null, intervalSeconds, source } = changes
  const { publishesMaterial, publishesSpool } = changes
  return {
    ...(name !== undefined && { name }),
    ...(isPublishing !== undefined && {
      is_publishing: toFlag(isPublishing),
      paused_until: isPublishing ? null : (pausedUntil?.getTime() ?? null),
    }),
    ...(publishesTemperatures !== undefined && {
      publishes_temperatures: toFlag(publishesTemperatures),
    }),
    ...(publishesJobName !== undefined && { publishes_job_name: toFlag(publishesJobName) }),
    ...(publishesMaterial !== undefined && { publishes_material: toFlag(publishesMaterial) }),
    ...(publishesSpool !== undefined && { publishes_spool: toFlag(publishesSpool) }),
    ...(jobAlias !== undefined && { job_alias: jobAlias }),
    ...(publishesPrintsSince !== undefined && {
      publishes_prints_since: publishesPrintsSince?.getTime() ?? null,
    }),
    ...(intervalSeconds !== undefined && { interval_seconds: intervalSeconds }),
    ...(source !== undefined && { source }),
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
    name: row.name,
    scope: row.scope,
    expiresAt: toDate(row.expires_at),
    lastUsedAt: toDate(row.last_used_at),
    replacedAt: toDate(row.replaced_at),
    lastUsedBy: row.last_used_by,
  }
}

export function toReading(
  row: ReadingColumns & { is_job_hidden?: 0 | 1; print_name?: string | null },
): Reading | null {
  if (row.has_reading === 0) return null
  const reading = createReading((name) => (jsonFields.has(name) ? parseJson(row[name]) : row[name]))
  if (row.is_job_hidden === 1) return { ...reading, isJobHidden: true }
  return row.print_name ? { ...reading, printName: row.print_name } : reading
}

function parseJson(text: unknown): unknown {
  return typeof text === 'string' ? JSON.parse(text) : null
}

export function fromReading(reading: Reading | null): ReadingColumns {
  const values = Object.entries(pickFields(reading, readingFieldNames))
  const columns = values.map(([name, value]) => [
    name,
    jsonFields.has(name) && value !== null ? JSON.stringify(value) : value,
  ])
  return { has_reading: toFlag(reading !== null), ...Object.fromEntries(columns) }
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
    camera: row.camera,
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
