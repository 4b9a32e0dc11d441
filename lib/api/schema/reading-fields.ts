import { z } from 'zod'
import type { ErrorCode } from '#lib/core/errors.ts'
import { parseFilamentColors } from '../filament-colors.ts'
import {
  maxIntervalSeconds,
  maxJobNameLength,
  maxMaterialLength,
  maxStatusLength,
} from '../limits.ts'
import { missingPictureReasons, printerStates } from '../states.ts'

/*
 * The fields of a reading, each defined once. The report's parser, the database rows, the printer's serializer, the parser of
 * remote printers, the OpenAPI document and the types of the site and of the snapper all follow from these tables.
 * In TypeScript a field has its name in camel case (`../field-names.ts`); on the wire and in the database it has the one below.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the rejected characters
const rejectedCharacters = /[\u0000-\u001f\u007f-\u009f\uFFFD]/
/** They reverse the text around them on any page that shows it; removing them loses nothing. */
const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

const text = z
  .string()
  .refine((value) => value.isWellFormed() && !rejectedCharacters.test(value), {
    error: 'has control characters or is not Unicode',
    params: { code: 'status-invalid-chars' satisfies ErrorCode },
  })
  .transform((value) => value.normalize('NFC').replaceAll(bidiControls, ''))

const status = text.refine((value) => [...value].length <= maxStatusLength, {
  error: `has more than ${maxStatusLength} characters`,
  params: { code: 'status-too-long' satisfies ErrorCode },
})

/** A name of somebody else's. The rest of a long one is no reason to lose the report. */
export const nameUpTo = (maxLength: number) =>
  text.overwrite((value) => [...value].slice(0, maxLength).join('').trimEnd())

const seconds = z.number().min(0).max(31_536_000).nullable()
/** No job needs more than 100 km. */
const millimetres = z.number().min(0).max(100_000_000).nullable()
const degrees = z.number().min(-273.15).max(2000).nullable()

/** Degrees Celsius; `null` where the printer has no such reading. */
export const heaterSchema = z.object({ actual: degrees, target: degrees.default(null) })

/** Names such as `constructor` are members of every object, so code that looks one up would find a function. */
const heaterName = z
  .string()
  .regex(/^[\w .-]{1,40}$/, 'is not 1-40 letters, digits, spaces, "_", "." or "-"')
  .refine((name) => !(name in Object.prototype), 'is a reserved name; rename the heater')

/** Published as they are in the API's printer object. */
export const printerFields = {
  progress: z.number().min(0).max(100).nullable().describe('Percent of the job, 0-100.'),
}

/** Of slicers and plugins of others: a value that makes no sense is left out, and the report is kept. */
const layerNumber = z.int().min(0).max(1_000_000).nullable().catch(null)
const materialName = nameUpTo(maxMaterialLength)
  .transform((name) => name.trim() || null)
  .nullable()
  .catch(null)

/** Published as they are in the printer object's `job`. */
export const jobFields = {
  elapsed_seconds: seconds.describe('Time since the job began, without pauses.'),
  remaining_seconds: seconds.describe('Estimated time until the job ends.'),
}

/** Published in the printer object's `job` if the owner publishes the material. */
export const layerFields = {
  layer: layerNumber.describe('The layer that is being printed. One above `layers` is left out.'),
  layers: layerNumber.describe('How many the job has.'),
}

/** Published in the printer object's `material`, and in a print's, if the owner publishes the material. */
export const materialFields = {
  filament_type: materialName.describe(
    `Such as PLA; its first ${maxMaterialLength} characters are kept.`,
  ),
  filament_color: z
    .string()
    .transform(parseFilamentColors)
    .nullable()
    .catch(null)
    .describe('#rrggbb, or up to four of them separated by commas. Anything else is left out.'),
  nozzle_diameter_mm: z
    .number()
    .min(0.05)
    .max(5)
    .nullable()
    .catch(null)
    .describe('Of the nozzle that prints, millimetres.'),
}

/** There, too, if the owner publishes the spool: they tell of the stock. */
export const spoolFields = {
  filament_name: materialName.describe(
    `What the owner calls the spool; its first ${maxMaterialLength} characters are kept.`,
  ),
  filament_remaining_g: z
    .number()
    .min(0)
    .max(100_000)
    .nullable()
    .catch(null)
    .describe('Filament left on the spool, grams.'),
}

/** Not published, or only as the serializer allows: with a default, or if the owner publishes them. */
const otherFields = {
  status: status.describe(`Text for people, up to ${maxStatusLength} characters.`),
  state: z.enum(printerStates).describe("The printer's normalised state."),
  job_name: nameUpTo(maxJobNameLength)
    .nullable()
    .describe(`The file or job on the machine; its first ${maxJobNameLength} characters are kept.`),
  temperatures: z
    .record(heaterName, heaterSchema)
    .refine((heaters) => Object.keys(heaters).length <= 20, 'has more than 20 heaters')
    .nullable()
    .describe('By heater (tool0, bed, chamber, ...), degrees Celsius.'),
  filament_used_mm: millimetres.describe('Filament used by the job so far, millimetres.'),
  filament_total_mm: millimetres.describe('Filament planned for the whole job, millimetres.'),
  reason: z.enum(missingPictureReasons).describe('Why there is no picture.'),
  interval_seconds: z
    .number()
    .min(1)
    .max(maxIntervalSeconds)
    .describe('Seconds until the next report, as promised by the sender.'),
  source: z
    .object({ backend: nameUpTo(100).optional(), snapper: nameUpTo(100).optional() })
    .describe('The software that reads the printer and the software that sends the report.'),
}

export const readingFields = {
  ...otherFields,
  ...printerFields,
  ...jobFields,
  ...layerFields,
  ...materialFields,
  ...spoolFields,
}

/** A reading on the wire; the sender leaves out what it doesn't know. */
export type WireReading = z.infer<z.ZodObject<typeof readingFields>>
export type ReadingField = keyof WireReading

export const readingFieldNames = Object.keys(readingFields) as ReadingField[]
export const printerFieldNames = Object.keys(printerFields) as (keyof typeof printerFields)[]
export const jobFieldNames = Object.keys(jobFields) as (keyof typeof jobFields)[]
export const layerFieldNames = Object.keys(layerFields) as (keyof typeof layerFields)[]
export const materialFieldNames = Object.keys(materialFields) as (keyof typeof materialFields)[]
export const spoolFieldNames = Object.keys(spoolFields) as (keyof typeof spoolFields)[]
/** What a print keeps of its last reading. */
export const printMaterialNames = [...layerFieldNames, ...materialFieldNames, ...spoolFieldNames]

function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodNullable || schema instanceof z.ZodCatch
    ? unwrap(schema.unwrap())
    : schema
}

function listFields(isOfKind: (schema: unknown) => boolean): ReadonlySet<string> {
  return new Set(readingFieldNames.filter((name) => isOfKind(unwrap(readingFields[name]))))
}

/** A form has these as text. */
export const numberFields = listFields((schema) => schema instanceof z.ZodNumber)
/** A form and a row have these as JSON in text. */
export const jsonFields = listFields(
  (schema) => schema instanceof z.ZodRecord || schema instanceof z.ZodObject,
)
