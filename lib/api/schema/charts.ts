import { z } from 'zod'
import { printerStates } from '../states.ts'
import { temperatures, time } from './printer.ts'

const gap = z.number().min(0).meta({
  description: 'Between readings further apart than this, the state is unknown.',
})

/** Oldest first; a long span is sampled evenly. */
export const readingsSchema = z
  .object({
    from: time,
    to: time,
    gap_seconds: gap,
    points: z.array(
      z.object({
        observed_at: time,
        state: z.enum(printerStates),
        progress: z.number().nullable(),
        temperatures,
      }),
    ),
  })
  .meta({ id: 'Readings' })

const column = z.array(z.number().nullable())
const heaterColumns = z.object({ actual: column, target: column })
const epochSeconds = z.int().meta({ description: 'Seconds since 1970.' })

const pictureAt = z.object({
  captured_at: epochSeconds,
  url: z.url(),
  width: z.int(),
  height: z.int(),
})

/** Readings as columns, oldest first: equal indexes belong to the same reading. A long span is sampled evenly. */
export const readingColumnsSchema = z
  .object({
    from: time,
    to: time,
    gap_seconds: gap,
    observed_at: z.array(epochSeconds),
    state: z.array(z.enum(printerStates)),
    progress: column.meta({ description: 'Percent, 0-100.' }),
    temperatures: z.record(z.string(), heaterColumns).nullable().meta({
      description: 'Degrees Celsius by heater; null where the owner does not publish them.',
    }),
    pictures: z.array(pictureAt).meta({
      description: 'Oldest first, sampled evenly. Empty while the camera is paused.',
    }),
  })
  .meta({ id: 'ReadingColumns' })

/** `GET /api/3dprinter/{id}/prints/{n}/readings` */
export type ApiChartReadings = z.infer<typeof readingsSchema>
export type ApiChartPoint = ApiChartReadings['points'][number]
/** `GET /api/3dprinter/{id}/readings` */
export type ApiReadingColumns = z.infer<typeof readingColumnsSchema>
export type ApiHeaterColumns = z.infer<typeof heaterColumns>
export type ApiPictureAt = z.infer<typeof pictureAt>
