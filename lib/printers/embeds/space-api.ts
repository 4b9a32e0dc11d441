import { z } from 'zod'
import { printerApiPath, printerPagePath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { describePrinter, getLastSeenAt, isQuiet } from '#lib/api/sentences.ts'
import { getJobProgress, printerStates } from '#lib/api/states.ts'
import type { OembedSite } from './oembed.ts'

const sensor = z.object({
  name: z.string(),
  description: z.string().meta({ description: 'A sentence for people.' }),
  state: z.enum(printerStates).meta({ description: 'The last known one.' }),
  progress: z.number().nullable().meta({ description: 'Percent; null: no job.' }),
  time_left: z.number().nullable().meta({
    description: 'Seconds from `lastchange` on; null: unknown, or the report is outdated.',
  }),
  lastchange: z.int().nullable().meta({
    description: 'When the printer was last seen so, in Unix seconds; null: never.',
  }),
  is_current: z.boolean().meta({
    description: 'false: reports are overdue, and the state may be another by now.',
  }),
  cam: z.url().nullable().meta({ description: 'The newest picture; null: none is public.' }),
  url: z.url(),
})

/**
 * What a hackerspace adds to its SpaceAPI document: an extension of `sensors`, since the SpaceAPI has no sensor for printers
 * (SpaceApi/schema issue 57; `name`, `time_left` and `cam` are the members proposed there).
 */
export const spaceApiSchema = z.object({
  sensors: z.object({ ext_3d_printers: z.array(sensor) }),
})

export function describeForSpaceApi(
  printers: readonly ApiPrinter[],
  { siteUrl, formats }: Pick<OembedSite, 'siteUrl' | 'formats'>,
  nowMs: number,
): z.output<typeof spaceApiSchema> {
  const sensors = printers.map((printer) => {
    const seenAt = getLastSeenAt(printer)
    const isCurrent = seenAt !== null && !isQuiet(printer, nowMs)
    const readAt = printer.observed_at ?? seenAt?.toISOString() ?? null
    return {
      name: printer.name,
      description: describePrinter(printer, nowMs, formats),
      state: printer.state,
      progress: getJobProgress(printer),
      time_left: isCurrent ? (printer.job?.remaining_seconds ?? null) : null,
      lastchange: readAt === null ? null : Math.floor(Date.parse(readAt) / 1000),
      is_current: isCurrent,
      cam: printer.snapshot && `${siteUrl}${printerApiPath(printer.id)}snapshot.jpg`,
      url: siteUrl + printerPagePath(printer.id),
    }
  })
  return { sensors: { ext_3d_printers: sensors } }
}
