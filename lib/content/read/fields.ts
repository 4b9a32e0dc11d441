import { z } from 'zod'
import { readZonedDate } from './zoned-date.ts'

/** `title: 2048` is a title too, and `title:` alone is none. */
export const text = z
  .union([z.string(), z.number(), z.boolean()], { error: 'has to be text' })
  .nullish()
  .transform((value) => (value == null || value === '' ? null : String(value).trim()))

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
        'may hold letters a-z, digits, dots, dashes and underscores only, as it stands in URLs',
    }),
  )

export const ordinal = z.coerce
  .number({ error: 'has to be a number from 0 on' })
  .int({ error: 'has to be a whole number' })
  .min(0, { error: 'has to be a number from 0 on' })
  .max(9999, { error: 'is too large; count the posts of one day from 0' })

export const flag = z.boolean({ error: 'has to be true or false' }).nullish()

export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'has to be a day: 2021-02-07' })

/** A date whose offset stays; see zoned-date.ts. */
export function zonedDate(timeZone: string) {
  return z
    .union([z.string(), z.number()], {
      error: 'is no date; write it as 2021-02-07 02:37:00-08:00',
    })
    .transform((value, context) => {
      const date = readZonedDate(String(value), timeZone)
      if (date !== null) return date
      context.addIssue({
        code: 'custom',
        message: `"${value}" is no date; write it as 2021-02-07 02:37:00-08:00`,
      })
      return z.NEVER
    })
}

/** The older generation wrote one value where the newer one writes several: `date: x` is `date: {published: x}`. */
export function objectOr<T extends z.ZodType>(member: string, schema: T) {
  return z.preprocess(
    (value) => (value !== null && typeof value === 'object' ? value : { [member]: value }),
    schema,
  )
}

/** A list of addresses, or one; empty where there is none. */
export const urls = z
  .union([z.string().transform((one) => [one]), z.array(z.string())], {
    error: 'has to be a list of addresses',
  })
  .nullish()
  .transform((values) => values ?? [])
  .pipe(z.array(z.url({ protocol: /^https?$/, error: 'has to be an address with http(s)://' })))
