import { z } from 'zod'
import { cleanText } from '#lib/api/clean-text.ts'
import { parseDecimal } from '#lib/api/parse-decimal.ts'
import { isWebAddress } from '#lib/core/site-path.ts'
import type { SourceFile } from './front-matter.ts'
import { takeTopHeading } from './top-heading.ts'
import { parseZonedDate } from './zoned-date.ts'

/** Text without direction controls, null if absent or empty. `title: 2048` is text too. */
export const text = z
  .union([z.string(), z.number(), z.boolean()], { error: 'has to be text' })
  .nullish()
  .transform((value) => (value == null || value === '' ? null : cleanText(String(value)).trim()))

/** `tags: a, b` is a list too. */
export const tagList = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',') : value),
  z.lazy(() => texts),
)

export const texts = z
  .union([text.transform((one) => (one === null ? [] : [one])), z.array(text)], {
    error: 'has to be a list, one "- name" a line',
  })
  .nullish()
  .transform((values) => (values ?? []).filter((value) => value !== null))

export const slugName = z
  .union([z.string(), z.number()], { error: 'has to be text' })
  .transform(String)
  .pipe(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, {
      error:
        'is used in URLs and may contain only the letters a-z, digits, dots, dashes and underscores',
    }),
  )

export const ordinal = z.preprocess(
  (given) => (typeof given === 'string' ? (parseDecimal(given) ?? given) : given),
  z
    .number({ error: 'has to be a number from 0 on' })
    .int({ error: 'has to be a whole number' })
    .min(0, { error: 'has to be a number from 0 on' })
    .max(9999, { error: 'is too large; count the posts of one day from 0' }),
)

export const flag = z.boolean({ error: 'has to be true or false' }).nullish()

const dayError = 'has to be a day: 2021-02-07'
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: dayError })
  .refine((value) => parseZonedDate(value, 'UTC') !== null, { error: dayError })

/** A date that keeps its offset; see zoned-date.ts. */
export function zonedDate(timeZone: string) {
  return z
    .union([z.string(), z.number()], {
      error: 'is not a date; write it as 2021-02-07 02:37:00-08:00',
    })
    .transform((value, context) => {
      const date = parseZonedDate(String(value), timeZone)
      if (date !== null) return date
      context.addIssue({
        code: 'custom',
        message: `"${value}" is not a date; write it as 2021-02-07 02:37:00-08:00`,
      })
      return z.NEVER
    })
}

/** An object, or one value for one of its members: the older format writes `date: x` for `date: {published: x}`. */
export function objectOr<T extends z.ZodObject>(member: string, schema: T) {
  return z.preprocess(
    (value) => (value !== null && typeof value === 'object' ? value : { [member]: value }),
    schema,
  )
}

/** One http(s) URL or a list of them; empty if absent. */
export const urls = z
  .union([z.string().transform((one) => [one]), z.array(z.string())], {
    error: 'has to be a list of addresses',
  })
  .nullish()
  .transform((values) => values ?? [])
  .pipe(z.array(z.string().refine(isWebAddress, { error: 'has to be an address with http(s)://' })))

/** The picture that represents a document in lists. */
export interface Thumbnail {
  /** As written: relative to the file, or a URL. */
  src: string
  /** Line in the file. */
  line: number
}

/** A picture that the front matter names. A photo post consists of them. */
export interface PhotoSource extends Thumbnail {
  alt: string
}

const photoError = 'has to be a file next to this one, or {src: a.jpg, alt: what it shows}'
const photo = z.union([z.string(), z.looseObject({ src: z.string(), alt: text })], {
  error: photoError,
})

/** One picture or a list of them; each a file name, or a file name with its alternative text. */
export const photos = z
  .union([z.array(photo), photo.transform((one) => [one])], { error: photoError })
  .nullish()
  .transform((given) =>
    (given ?? []).map((one) =>
      typeof one === 'string' ? { src: one, alt: '' } : { src: one.src, alt: one.alt ?? '' },
    ),
  )

/** What posts, projects and pages have in common. */
export const commonFields = {
  title: text,
  tagline: text,
  description: text,
  math: flag,
} as const

const commonSchema = z.object(commonFields)

export function readCommon(
  source: SourceFile,
  front: z.output<typeof commonSchema>,
): {
  file: string
  title: string | null
  tagline: string | null
  isDraft: boolean
  isUnlisted: boolean
  hasMath: boolean | null
  markdown: string
} {
  const top = front.title === null ? takeTopHeading(source.markdown) : null
  return {
    file: source.file,
    title: top?.title ?? front.title,
    tagline: front.tagline ?? front.description,
    isDraft: false,
    isUnlisted: false,
    hasMath: front.math ?? null,
    markdown: top?.markdown ?? source.markdown,
  }
}

export function readThumbnail(source: SourceFile, src: string | null): Thumbnail | null {
  return src === null ? null : { src, line: source.lineOf(['thumbnail']) }
}
