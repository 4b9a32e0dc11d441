import { z } from 'zod'
import { printerStates, printOutcomes } from '../states.ts'
import { layers, materialSchema, snapshotSchema, temperatures, time } from './printer.ts'

const seconds = z.number().min(0)
const millimetres = z.number().min(0).nullable()

const bounds = z
  .object({ not_before: time.nullable(), not_after: time.nullable() })
  .meta({ description: 'A moment between two observations; null: no bound on this side.' })

const printSchema = z
  .object({
    number: z.int().meta({
      description:
        'Never reused; counted per printer in the order in which the site saw them. Asked for by the number of a print that was joined with an earlier one, it is that of the earlier one.',
    }),
    printer: z.int(),
    url: z.url().meta({ description: 'Its page.' }),
    name: z.string().nullable().meta({
      description: "The owner's name for it, else that of the job; null: unknown or not published.",
    }),
    title: z.string().nullable().meta({ description: "The owner's name for it; null: none." }),
    note: z
      .object({ text: z.string(), html: z.string() })
      .nullable()
      .meta({ description: 'What the owner says of it, as plain text and as HTML.' }),
    outcome: z.enum(printOutcomes),
    started: bounds,
    ended: bounds.nullable().meta({ description: 'null while it is running.' }),
    duration_seconds: z.object({ at_least: seconds, at_most: seconds.nullable() }).meta({
      description: 'While it is running: so far.',
    }),
    progress: z.number().min(0).max(100).nullable().meta({
      description: 'Percent, when it was last seen printing.',
    }),
    last_seen_at: time,
    max_temperatures: z.record(z.string(), z.number()).nullable().meta({
      description: 'Degrees Celsius by heater; null where the owner does not publish them.',
    }),
    filament: z
      .object({ used_mm: millimetres, total_mm: millimetres })
      .nullable()
      .meta({ description: 'Used so far, and planned for the whole print; millimetres.' }),
    ...layers,
    material: materialSchema.optional(),
    published_at: time.nullable().meta({
      description: 'When it entered the feeds; null: a draft, listed but not in the feeds.',
    }),
    picture: snapshotSchema.nullable().meta({
      description:
        'The one that the owner has chosen, else the sharpest and best lit of its last pictures; null while the camera is paused.',
    }),
  })
  .meta({ id: 'Print' })

export const printsSchema = z
  .object({ prints: z.array(printSchema), next: z.string().nullable() })
  .meta({ id: 'Prints' })

export const printWithNeighboursSchema = printSchema
  .extend({
    previous: z.int().nullable().meta({ description: 'The number of the print before it.' }),
    next: z.int().nullable(),
    pictures: z.int().meta({ description: 'How many of its pictures are stored.' }),
  })
  .meta({ id: 'PrintWithNeighbours' })

const frameSchema = snapshotSchema.extend({
  state: z.enum(printerStates),
  progress: z.number().nullable(),
  temperatures,
})

export const framesSchema = z.object({ frames: z.array(frameSchema) }).meta({ id: 'Frames' })

export const archiveDaysSchema = z
  .object({ days: z.array(z.object({ day: z.iso.date(), pictures: z.int() })) })
  .meta({ id: 'ArchiveDays' })

/** A moment between two observations; `null`: no bound on this side. */
export type ApiBounds = z.infer<typeof bounds>
/** A print as the site saw it. */
export type ApiPrint = z.infer<typeof printSchema>
/** `GET /api/3dprinter/{id}/prints`: newest first; `next` is the `before` of the next, older page. */
export type ApiPrintPage = z.infer<typeof printsSchema>
/** `GET /api/3dprinter/{id}/prints/{n}` */
export type ApiPrintWithNeighbours = z.infer<typeof printWithNeighboursSchema>
/** A picture of a print, with the reading of the same moment. */
export type ApiFrame = z.infer<typeof frameSchema>
