import { z } from 'zod'
import { mediaTypes } from '../picture-formats.ts'
import type { ApiPrinter, ApiSnapshot } from '../printer.ts'
import { missingPictureReasons, printerStates } from '../states.ts'

/*
 * The wire's answers as schemas: the API's description is made of them, and tests hold real answers against them. The types in
 * `wire/` stay plain, because zod would cost a browser 25 kB.
 */

const time = z.iso.datetime().meta({ description: 'RFC 3339 in UTC.' })
const seconds = z.number().min(0)
const url = z.url()

const source = z.object({
  type: z.enum(Object.values(mediaTypes)),
  width: z.int().meta({ description: 'Pixels.' }),
  url,
})

export const snapshotSchema = z
  .object({
    captured_at: time,
    received_at: time,
    width: z.int(),
    height: z.int(),
    alt: z.string(),
    placeholder: z.string().meta({ description: 'A few pixels as a data: URL.' }),
    sources: z.array(source),
  })
  .meta({ id: 'Snapshot' }) satisfies z.ZodType<ApiSnapshot>

export const printerSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    status: z.string().meta({ description: 'Text for people.' }),
    progress: z.number().min(0).max(100).nullable().meta({ description: 'Percent.' }),
    image: url.nullable(),
    last_updated: time.nullable(),
    state: z.enum(printerStates),
    observed_at: time.nullable().meta({ description: 'When the readings were taken.' }),
    received_at: time.nullable(),
    interval_seconds: z.number().meta({ description: 'When the sender promised to come again.' }),
    publishing: z.boolean().meta({ description: 'false while the owner lets the camera rest.' }),
    reason: z.enum(missingPictureReasons).nullable(),
    job: z
      .object({
        name: z.string().nullable(),
        elapsed_seconds: seconds.nullable(),
        remaining_seconds: seconds.nullable(),
      })
      .nullable(),
    temperatures: z
      .record(
        z.string(),
        z.object({ actual: z.number().nullable(), target: z.number().nullable() }),
      )
      .nullable()
      .meta({
        description: 'Degrees Celsius by heater; null where the owner does not publish them.',
      }),
    snapshot: snapshotSchema.nullable(),
    remote: z
      .object({
        host: z.string(),
        fault: z.enum(['no-answer', 'faulty']).nullable().meta({
          description: 'Why nothing newer comes from there.',
        }),
      })
      .optional()
      .meta({ description: 'Only of a printer whose API lives elsewhere, at that host.' }),
  })
  .meta({ id: 'Printer' }) satisfies z.ZodType<ApiPrinter>

export const historySchema = z
  .object({
    snapshots: z.array(
      snapshotSchema.extend({ state: z.enum(printerStates), progress: z.number().nullable() }),
    ),
    next: z.string().nullable().meta({ description: 'The "before" of the page after this one.' }),
    previous: z
      .string()
      .nullable()
      .meta({ description: 'The "after" of the page before it; null where nothing is newer.' }),
  })
  .meta({ id: 'History' })
