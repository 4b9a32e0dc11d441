import { z } from 'zod'
import { maxCameraNameLength, maxCameras } from '#lib/api/cameras.ts'
import { toCamelCase } from '#lib/api/field-names.ts'
import { parseDecimal } from '#lib/api/parse-decimal.ts'
import {
  jsonFields,
  nameUpTo,
  numberFields,
  type ReadingField,
  readingFieldNames,
  readingFields,
  type WireReading,
} from '#lib/api/schema/reading-fields.ts'
import { DomainError, formatPointer } from '#lib/core/errors.ts'
import { describeIssue } from './describe-issue.ts'
import type { Reading } from './types.ts'

/** The validated fields of one request; its picture is separate. */
export interface Report {
  /** `null`: the report says nothing about the printer. */
  reading: Reading | null
  /** The sender's promised interval, also of a report without a reading. */
  intervalSeconds: number | null
  capturedAt: Date | null
  observedAt: Date | null
  /** Of the picture, 1-4. Default: 1. */
  camera?: number
  cameraName?: string | null
}

const instant = z.iso.datetime({ offset: true, error: 'is not RFC 3339 with an offset' })

/** The fields of a report; the OpenAPI document is generated from it. */
export const reportSchema = z.object({
  ...readingFields,
  captured_at: instant.describe(
    'When the picture was taken. Default: observed_at, else the time of receipt.',
  ),
  observed_at: instant.describe(
    'When the readings were taken. Default: captured_at, else the time of receipt.',
  ),
  camera: z
    .int()
    .min(1)
    .max(maxCameras)
    .describe('Which of the cameras took the picture. Default: 1, the first.'),
  camera_name: nameUpTo(maxCameraNameLength)
    .nullable()
    .describe(
      `What it shows, such as "nozzle"; the first ${maxCameraNameLength} characters are kept.`,
    ),
})

const schema = reportSchema.partial()
/** A report with only these has no reading. */
const fieldsWithoutReading = new Set([
  'captured_at',
  'observed_at',
  'camera',
  'camera_name',
  'interval_seconds',
  'source',
])

export function isReportField(name: string): boolean {
  return Object.hasOwn(reportSchema.shape, name)
}

/**
 * Validates a report's fields.
 * @throws DomainError `status-too-long`, `status-invalid-chars` where that is the only error, else `invalid-fields` with every error
 */
export function parseReport(fields: ReadonlyMap<string, unknown>, origin: 'form' | 'json'): Report {
  const given = [...fields].map(([name, value]) => [
    name,
    origin === 'form' ? parseFormValue(name, value) : value,
  ])
  const parsed = schema.safeParse(Object.fromEntries(given), { error: describeIssue })
  if (!parsed.success) throw toDomainError(parsed.error)
  const report = parsed.data
  const hasReading = [...fields.keys()].some((name) => !fieldsWithoutReading.has(name))
  const values = {
    ...report,
    // The original snapper's only fixed text; it sends no state.
    state: report.state ?? (isOriginalIdle(report.status) ? ('idle' as const) : undefined),
    // An empty job name means that there is no job.
    job_name: report.job_name || null,
    layer: isBelow(report.layer, report.layers) ? report.layer : null,
    layers: report.layers || null,
  }
  return {
    reading: hasReading ? createReading((name) => values[name]) : null,
    intervalSeconds: report.interval_seconds ?? null,
    capturedAt: report.captured_at === undefined ? null : new Date(report.captured_at),
    observedAt: report.observed_at === undefined ? null : new Date(report.observed_at),
    camera: report.camera ?? 1,
    cameraName: report.camera_name || null,
  }
}

function isBelow(layer: number | null | undefined, layers: number | null | undefined): boolean {
  return layer != null && (!layers || layer <= layers)
}

function isOriginalIdle(status: string | undefined): boolean {
  return /^not currently printing\.?$/i.test(status?.trim() ?? '')
}

/** A form has only text: parses numbers and JSON. Text that isn't one stays text, which the schema rejects. */
function parseFormValue(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (numberFields.has(name) || name === 'camera') return parseDecimal(value) ?? value
  if (!jsonFields.has(name)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** zod says of a record's key only that it is invalid; the reason is one level below. */
function getMessage(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message
}

function toDomainError(error: z.ZodError): DomainError {
  const fieldErrors = error.issues.map((issue) => ({
    pointer: formatPointer(issue.path),
    detail: getMessage(issue),
  }))
  const [first] = error.issues
  const code: unknown = first?.code === 'custom' ? first.params?.code : undefined
  const isStatusAlone = error.issues.length === 1 && first?.path[0] === 'status'
  const listed = fieldErrors
    .map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`)
    .join('; ')
  const message = `The report has invalid fields. ${listed}`
  if (isStatusAlone && (code === 'status-too-long' || code === 'status-invalid-chars'))
    return new DomainError(code, message, { fieldErrors })
  return new DomainError('invalid-fields', message, { fieldErrors })
}

const keyByField = new Map(
  readingFieldNames.map((field) => [field, toCamelCase(field) as keyof Reading]),
)

/** The cast: `getValue` returns what the field's schema has accepted, now or before it was stored; `undefined` becomes `null`. */
export function createReading(getValue: (field: ReadingField) => unknown): Reading {
  const values = Array.from(keyByField, ([field, key]) => [key, getValue(field) ?? null])
  return Object.fromEntries(values) as unknown as Reading
}

/** The named fields under their names on the wire; `null`: unknown. */
export function pickFields<Field extends ReadingField>(
  reading: Reading | null,
  fields: readonly Field[],
): { [Name in Field]: WireReading[Name] | null } {
  const values = fields.map((field) => [
    field,
    reading?.[keyByField.get(field) as keyof Reading] ?? null,
  ])
  return Object.fromEntries(values)
}

export const emptyReading = createReading(() => null)
