import { z } from 'zod'
import { maxJobNameLength, maxStatusLength } from '#lib/api/limits.ts'
import { missingPictureReasons, printerStates } from '#lib/api/states.ts'
import { DomainError, type ErrorCode } from '#lib/core/errors.ts'
import type { Filament, Reading } from './types.ts'

/** What a snapper says in one request, checked; the picture comes beside it. */
export interface Report {
  /** `null` where the report says nothing of the printer. */
  reading: Reading | null
  /** The promise that came with a picture alone. */
  intervalSeconds: number | null
  capturedAt: Date | null
  observedAt: Date | null
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come in
const refusedCharacters = /[\u0000-\u001f\u007f-\u009f\uFFFD]/
/** They turn the text around them, on any page that shows it; nothing is lost without them. */
const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

function text(maxLength: number) {
  return z
    .string()
    .refine((value) => value.isWellFormed() && !refusedCharacters.test(value), {
      error: 'has control characters or is not Unicode',
      params: { code: 'status-invalid-chars' satisfies ErrorCode },
    })
    .transform((value) => value.normalize('NFC').replaceAll(bidiControls, ''))
    .refine((value) => [...value].length <= maxLength, {
      error: `has more than ${maxLength} characters`,
      params: { code: 'status-too-long' satisfies ErrorCode },
    })
}

const seconds = z.number().min(0).max(31_536_000)
/** 100 km are more than any job takes. */
const millimetres = z.number().min(0).max(100_000_000).nullable()
const degrees = z.number().min(-273.15).max(2000).nullable()
const instant = z.iso.datetime({ offset: true, error: 'is not RFC 3339 with an offset' })

/** The members of a report; the wire's own documentation is made from their `describe`. */
export const reportSchema = z.object({
  status: text(maxStatusLength).describe(`Text for people, up to ${maxStatusLength} characters.`),
  state: z.enum(printerStates).describe("The printer's normalised state."),
  progress: z.number().min(0).max(100).nullable().describe('Percent of the job, 0-100.'),
  job_name: text(maxJobNameLength).nullable().describe('The file or job on the machine.'),
  elapsed_seconds: seconds.nullable().describe('Time since the job began, pauses left out.'),
  remaining_seconds: seconds.nullable().describe('Estimate of the time to the end of the job.'),
  temperatures: z
    .record(
      z.string().regex(/^[\w .-]{1,40}$/),
      z.object({ actual: degrees, target: degrees.default(null) }),
    )
    .refine((heaters) => Object.keys(heaters).length <= 20, 'has more than 20 heaters')
    .nullable()
    .describe('By heater (tool0, bed, chamber, ...), degrees Celsius.'),
  filament_used_mm: millimetres.describe('Filament gone into the job so far, millimetres.'),
  filament_total_mm: millimetres.describe('Filament planned for the whole job, millimetres.'),
  reason: z.enum(missingPictureReasons).describe('Why there is no picture.'),
  interval_seconds: z
    .number()
    .min(1)
    .max(604_800)
    .describe("The sender's promise of when it comes again."),
  source: z
    .object({ backend: text(100).optional(), snapper: text(100).optional() })
    .describe('What reads the printer and what sends this.'),
  captured_at: instant.describe('When the picture was taken. Default: time of receipt.'),
  observed_at: instant.describe('When the readings were taken. Default: captured_at.'),
})

const schema = reportSchema.partial()
const numericFields = new Set([
  'progress',
  'elapsed_seconds',
  'remaining_seconds',
  'interval_seconds',
  'filament_used_mm',
  'filament_total_mm',
])
const structuredFields = new Set(['temperatures', 'source'])

export function isReportField(name: string): boolean {
  return Object.hasOwn(reportSchema.shape, name)
}

/**
 * Checks a report's fields.
 * @throws DomainError `status-too-long`, `status-invalid-chars` where only that is wrong, else `invalid-fields` with every fault
 */
export function parseReport(fields: ReadonlyMap<string, unknown>, origin: 'form' | 'json'): Report {
  const given = [...fields].map(([name, value]) => [
    name,
    origin === 'form' ? typed(name, value) : value,
  ])
  const parsed = schema.safeParse(Object.fromEntries(given))
  if (!parsed.success) throw toDomainError(parsed.error)
  const report = parsed.data
  const saysSomething = [...fields.keys()].some(
    (name) => !['captured_at', 'observed_at', 'interval_seconds', 'source'].includes(name),
  )
  return {
    reading: saysSomething
      ? {
          status: report.status ?? null,
          state: report.state ?? null,
          progress: report.progress ?? null,
          // An empty name is none: nothing is on the machine.
          jobName: report.job_name || null,
          elapsedSeconds: report.elapsed_seconds ?? null,
          remainingSeconds: report.remaining_seconds ?? null,
          temperatures: report.temperatures ?? null,
          filament: toFilament(report),
          reason: report.reason ?? null,
          intervalSeconds: report.interval_seconds ?? null,
          source: report.source ?? null,
        }
      : null,
    intervalSeconds: report.interval_seconds ?? null,
    capturedAt: report.captured_at === undefined ? null : new Date(report.captured_at),
    observedAt: report.observed_at === undefined ? null : new Date(report.observed_at),
  }
}

function toFilament(report: {
  filament_used_mm?: number | null | undefined
  filament_total_mm?: number | null | undefined
}): Filament | null {
  const usedMm = report.filament_used_mm ?? null
  const totalMm = report.filament_total_mm ?? null
  return usedMm === null && totalMm === null ? null : { usedMm, totalMm }
}

/** A form knows only text: numbers and JSON are made of it where a field wants them; what doesn't fit stays text and is refused. */
function typed(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (numericFields.has(name)) return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
  if (!structuredFields.has(name)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function toDomainError(error: z.ZodError): DomainError {
  const faults = error.issues.map((issue) => ({
    pointer: `/${issue.path.join('/')}`,
    detail: issue.message,
  }))
  const [first] = error.issues
  const code: unknown = first?.code === 'custom' ? first.params?.code : undefined
  const isStatusAlone = error.issues.length === 1 && first?.path[0] === 'status'
  const listed = faults.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`).join('; ')
  if (isStatusAlone && (code === 'status-too-long' || code === 'status-invalid-chars'))
    return new DomainError(code, `The report can't be taken. ${listed}`, { faults })
  return new DomainError('invalid-fields', `The report can't be taken. ${listed}`, { faults })
}
