import { z } from 'zod'
import { maxTokenDays } from '#lib/api/admin-printers.ts'
import { maxCameraNameLength } from '#lib/api/cameras.ts'
import { maxIntervalSeconds } from '#lib/api/limits.ts'
import { parseDecimal } from '#lib/api/parse-decimal.ts'
import { parseWallClock } from '#lib/printers/archive/days.ts'
import { parseName } from '#lib/printers/manage/printer-name.ts'
import type { CameraChanges, PrinterChanges } from '#lib/printers/types.ts'
import { formerValues } from './inputs.ts'

const name = z.string().transform((text, { addIssue }) => {
  const given = parseName(text)
  if (given !== null) return given
  addIssue('Give a name of 1 to 100 characters.')
  return z.NEVER
})

/** The numbers of the printers that come first. */
export const orderInput = z.object({
  ids: z
    .array(z.int().positive())
    .max(1000)
    .refine((ids) => new Set(ids).size === ids.length, 'A printer is named twice.'),
})

export const newPrinterInput = z.object({ name })

/** The name is typed again, so that no printer is deleted by mistake. */
export const removalInput = z.object({ name: z.string() })

/** With an offset, or of a form: a wall clock in the site's zone. */
const moment = (timeZone: string) =>
  z.string().transform((text, { addIssue }) => {
    const hasOffset = z.iso.datetime({ offset: true }).safeParse(text).success
    const time = hasOffset ? new Date(text) : parseWallClock(text, timeZone)
    if (time !== null) return time
    addIssue('Give a day and a time.')
    return z.NEVER
  })

/** The span of a history to delete: from the first moment to before the second. */
export const purgeInput = (timeZone: string) =>
  z
    .object({ from: moment(timeZone), to: moment(timeZone), name: z.string() })
    .refine(({ from, to }) => from < to, {
      error: 'The end has to be after the beginning.',
      path: ['to'],
    })

/** An empty name is none: the snapper's is shown then. */
const cameraName = z.string().transform((text, { addIssue }) => {
  const given = parseName(text, maxCameraNameLength)
  if (given !== null || text.trim() === '') return given
  addIssue(`Give a name of 1 to ${maxCameraNameLength} characters, or none.`)
  return z.NEVER
})

export const cameraChangesInput = z
  .object({ name: cameraName.optional(), is_paused: z.boolean().optional() })
  .refine((given) => Object.keys(given).length > 0, 'Nothing to change was sent.')
  .transform(
    ({ name, is_paused: isPaused }): CameraChanges => ({
      ...(name !== undefined && { name }),
      ...(isPaused !== undefined && { isPublishing: !isPaused }),
    }),
  )

const dayMs = 24 * 60 * 60 * 1000

export const newTokenInput = z
  .object({
    name,
    scope: z.enum(['report', 'read-private']).default('report'),
    expires_in_days: z
      .number()
      .int()
      .min(1)
      .max(maxTokenDays, `A token lasts ${maxTokenDays} days at most, or has no end.`)
      .nullable(),
  })
  .transform((given) => ({
    name: given.name,
    scope: given.scope,
    expiresAt:
      given.expires_in_days === null ? null : new Date(Date.now() + given.expires_in_days * dayMs),
  }))

/** An empty alias is none. */
const alias = z.preprocess(
  (given) => (typeof given === 'string' && given.trim() === '' ? null : given),
  name.nullable(),
)

/** As a report may promise. */
const interval = z.preprocess(
  // An empty field of a form is none.
  (given) =>
    given === '' ? null : typeof given === 'string' ? (parseDecimal(given) ?? given) : given,
  z
    .int('Give whole seconds, or nothing.')
    .min(1, 'Give at least a second.')
    .max(maxIntervalSeconds, `Give a week at most: ${maxIntervalSeconds} seconds.`)
    .nullable(),
)

/** Its address is checked where it is stored. An empty one is none. */
const source = z
  .string()
  .max(2000)
  .nullable()
  .transform((text) => text?.trim() || null)

const futureTime = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((time) => time.getTime() > Date.now(), 'A pause must end in the future.')

export const printerChangesInput = z
  .object({
    name: name.optional(),
    publishes_temperatures: z.boolean().optional(),
    publishes_job_name: z.boolean().optional(),
    publishes_material: z.boolean().optional(),
    publishes_spool: z.boolean().optional(),
    job_alias: alias.optional(),
    publishes_prints: z.boolean().optional(),
    interval_seconds: interval.optional(),
    source: source.optional(),
    is_paused: z.boolean().optional(),
    paused_until: futureTime.nullish(),
    was: formerValues,
  })
  .refine((given) => Object.keys(given).length > 0, 'Nothing to change was sent.')
  .transform(({ was = {}, ...given }) => ({ changes: toChanges(given), was }))

function toChanges(given: {
  name?: string | undefined
  publishes_temperatures?: boolean | undefined
  publishes_job_name?: boolean | undefined
  publishes_material?: boolean | undefined
  publishes_spool?: boolean | undefined
  job_alias?: string | null | undefined
  publishes_prints?: boolean | undefined
  interval_seconds?: number | null | undefined
  source?: string | null | undefined
  is_paused?: boolean | undefined
  paused_until?: Date | null | undefined
}): PrinterChanges {
  return {
    ...(given.name !== undefined && { name: given.name }),
    ...(given.publishes_temperatures !== undefined && {
      publishesTemperatures: given.publishes_temperatures,
    }),
    ...(given.publishes_job_name !== undefined && { publishesJobName: given.publishes_job_name }),
    ...(given.publishes_material !== undefined && { publishesMaterial: given.publishes_material }),
    ...(given.publishes_spool !== undefined && { publishesSpool: given.publishes_spool }),
    ...(given.job_alias !== undefined && { jobAlias: given.job_alias }),
    // Prints that ended before stay as they are.
    ...(given.publishes_prints !== undefined && {
      publishesPrintsSince: given.publishes_prints ? new Date() : null,
    }),
    ...(given.interval_seconds !== undefined && { intervalSeconds: given.interval_seconds }),
    ...(given.source !== undefined && { source: given.source }),
    ...(given.is_paused === true && {
      isPublishing: false,
      pausedUntil: given.paused_until ?? null,
    }),
    ...(given.is_paused === false && { isPublishing: true }),
  }
}
