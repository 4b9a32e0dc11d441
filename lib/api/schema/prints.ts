import { z } from 'zod'
import type { ApiChartReadings } from '../chart-readings.ts'
import {
  type ApiFrame,
  type ApiPrint,
  type ApiPrintPage,
  type ApiPrintWithNeighbours,
  printOutcomes,
} from '../prints.ts'
import type { ApiReadingColumns } from '../readings.ts'
import { printerStates } from '../states.ts'
import { snapshotSchema } from './printer.ts'

/* See `wire-schema.ts`. */

const time = z.iso.datetime().meta({ description: 'RFC 3339 in UTC.' })
const seconds = z.number().min(0)
const heaters = z.record(
  z.string(),
  z.object({ actual: z.number().nullable(), target: z.number().nullable() }),
)
const millimetres = z.number().min(0).nullable()
const bounds = z
  .object({ not_before: time.nullable(), not_after: time.nullable() })
  .meta({ description: 'A moment between two observations; null: no bound on this side.' })

export const printSchema = z
  .object({
    number: z.int().meta({ description: 'Its own for ever.' }),
    printer: z.int(),
    url: z.url(),
    name: z.string().nullable(),
    outcome: z.enum(printOutcomes),
    started: bounds,
    ended: bounds.nullable().meta({ description: 'null while it runs.' }),
    duration_seconds: z.object({ at_least: seconds, at_most: seconds.nullable() }),
    progress: z.number().min(0).max(100).nullable(),
    last_seen_at: time,
    max_temperatures: z.record(z.string(), z.number()).nullable(),
    filament: z
      .object({ used_mm: millimetres, total_mm: millimetres })
      .nullable()
      .meta({ description: 'Gone into it so far, and planned for the whole; millimetres.' }),
    published_at: time
      .nullable()
      .meta({ description: 'When it came into the feeds; null: a draft.' }),
    picture: snapshotSchema.nullable(),
  })
  .meta({ id: 'Print' }) satisfies z.ZodType<ApiPrint>

export const printsSchema = z
  .object({ prints: z.array(printSchema), next: z.string().nullable() })
  .meta({ id: 'Prints' }) satisfies z.ZodType<ApiPrintPage>

export const printWithNeighboursSchema = printSchema
  .extend({
    previous: z.int().nullable(),
    next: z.int().nullable(),
    pictures: z.int().meta({ description: 'How many of its pictures are kept.' }),
  })
  .meta({ id: 'PrintWithNeighbours' }) satisfies z.ZodType<ApiPrintWithNeighbours>

const frameSchema = snapshotSchema.extend({
  state: z.enum(printerStates),
  progress: z.number().nullable(),
  temperatures: heaters.nullable(),
}) satisfies z.ZodType<ApiFrame>

export const framesSchema = z.object({ frames: z.array(frameSchema) }).meta({ id: 'Frames' })

export const readingsSchema = z
  .object({
    from: time,
    to: time,
    gap_seconds: seconds.meta({ description: 'Points further apart have nothing between them.' }),
    points: z.array(
      z.object({
        observed_at: time,
        state: z.enum(printerStates),
        progress: z.number().nullable(),
        temperatures: heaters.nullable(),
      }),
    ),
  })
  .meta({ id: 'Readings' }) satisfies z.ZodType<ApiChartReadings>

const column = z.array(z.number().nullable())
const atSecond = z.int().meta({ description: 'Seconds since 1970.' })

export const readingColumnsSchema = z
  .object({
    from: time,
    to: time,
    gap_seconds: seconds.meta({ description: 'Moments further apart have nothing between them.' }),
    observed_at: z.array(atSecond),
    state: z.array(z.enum(printerStates)),
    progress: column,
    temperatures: z.record(z.string(), z.object({ actual: column, target: column })).nullable(),
    pictures: z.array(
      z.object({ captured_at: atSecond, url: z.url(), width: z.int(), height: z.int() }),
    ),
  })
  .meta({ id: 'ReadingColumns' }) satisfies z.ZodType<ApiReadingColumns>

export const archiveDaysSchema = z
  .object({ days: z.array(z.object({ day: z.iso.date(), pictures: z.int() })) })
  .meta({ id: 'ArchiveDays' })
