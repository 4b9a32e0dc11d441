import { z } from 'zod'
import { mediaTypes } from '../picture-formats.ts'
import { missingPictureReasons, printerStates } from '../states.ts'
import { heaterSchema, jobFields, layerFields, printerFields } from './reading-fields.ts'

/*
 * The API's responses as schemas. The OpenAPI document is generated from them, tests validate real responses against them, and
 * the types of site and snapper are inferred from them: import those with `import type`, because zod costs a browser 25 kB.
 */

/** RFC 3339 in UTC. */
export const time = z.iso.datetime().meta({ description: 'RFC 3339 in UTC.' })
const url = z.url()

export const temperatures = z.record(z.string(), heaterSchema).nullable().meta({
  description: 'Degrees Celsius by heater; null where the owner does not publish them.',
})

/** `width`: pixels. */
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
    placeholder: z.string().meta({
      description: 'A few pixels as a data: URL, to show until the picture has loaded.',
    }),
    sources: z.array(source).meta({
      description: 'Every variant, AVIF before WebP before JPEG, narrow before wide.',
    }),
  })
  .meta({ id: 'Snapshot' })

/** `image`: as the printer object's. */
const cameraSchema = z
  .object({
    id: z
      .int()
      .meta({ description: '1-4. The first is also `snapshot` and `image` of the printer.' }),
    name: z.string(),
    publishing: z.boolean().meta({ description: 'false while the owner has paused this camera.' }),
    image: url.nullable(),
    snapshot: snapshotSchema.nullable(),
  })
  .meta({ id: 'Camera' })

const text = z.string().nullable()

/** Absent where they are unknown or not public. */
export const layers = z.object(layerFields).partial().shape

export const materialSchema = z
  .object({
    description: z.string().meta({ description: 'All of it and the layer in words.' }),
    filament_type: text.meta({ description: 'Such as PLA.' }),
    filament_color: text.meta({ description: '#rrggbb, or up to four separated by commas.' }),
    filament_color_name: text.meta({ description: 'In words, such as "dark blue".' }),
    nozzle_diameter_mm: z.number().nullable(),
    filament_name: text.meta({ description: "The owner's name for the spool." }),
    filament_remaining_g: z.number().nullable().meta({ description: 'Left on the spool.' }),
  })
  .meta({
    id: 'Material',
    description: 'What it prints with; absent where unknown, null where the owner publishes less.',
  })

/** The first six members are the original API's and never change their names and types. */
export const printerSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    status: z.string().meta({ description: 'Text for people.' }),
    ...printerFields,
    image: url.nullable(),
    last_updated: time.nullable(),
    state: z.enum(printerStates),
    observed_at: time.nullable().meta({ description: 'When the readings were taken.' }),
    received_at: time.nullable(),
    interval_seconds: z.number().meta({ description: 'How often the sender promised to report.' }),
    publishing: z.boolean().meta({ description: 'false while the owner has paused the camera.' }),
    reason: z.enum(missingPictureReasons).nullable(),
    job: z
      .object({
        name: z.string().nullable(),
        title: z.string().optional().meta({
          description: "Only where the owner has named the print: shown instead of the job's name.",
        }),
        ...jobFields,
        ...layers,
      })
      .nullable(),
    material: materialSchema.optional(),
    temperatures,
    snapshot: snapshotSchema.nullable(),
    cameras: z
      .array(cameraSchema)
      .optional()
      .meta({ description: 'Only for a printer with more than one camera: all of them.' }),
    revision: z.int().meta({
      description:
        'Grows with every change. Behind several replicas, a lower one is an older state.',
    }),
    remote: z
      .object({
        host: z.string(),
        fault: z.enum(['no-answer', 'faulty']).nullable().meta({
          description:
            'Why no news arrives from there: no-answer, or faulty for a response that is not a printer.',
        }),
      })
      .optional()
      .meta({ description: 'Only for a printer whose API is on another server: that host.' }),
  })
  .meta({ id: 'Printer' })

export const historySchema = z
  .object({
    snapshots: z.array(
      snapshotSchema.extend({ state: z.enum(printerStates), progress: z.number().nullable() }),
    ),
    next: z.string().nullable().meta({ description: 'The "before" of the next, older page.' }),
    previous: z.string().nullable().meta({
      description: 'The "after" of the previous, newer page; null where nothing is newer.',
    }),
  })
  .meta({ id: 'History' })

export type ApiHeater = z.infer<typeof heaterSchema>
export type ApiMaterial = z.infer<typeof materialSchema>
export type ApiCamera = z.infer<typeof cameraSchema>
export type ApiSource = z.infer<typeof source>
export type ApiSnapshot = z.infer<typeof snapshotSchema>
/** `GET /api/3dprinter/{id}/` */
export type ApiPrinter = z.infer<typeof printerSchema>
/** The server that a remote printer reports to. */
export type ApiRemote = NonNullable<ApiPrinter['remote']>
/** A page of pictures, newest first. */
export type ApiHistory = z.infer<typeof historySchema>
