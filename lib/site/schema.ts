import { z } from 'zod'
import { cleanText } from '#lib/api/clean-text.ts'
import { isSitePath } from '#lib/core/site-path.ts'
import { themeSchema } from './theme/schema.ts'
import { findLanguageError, findTimeZone, toAddress } from './values.ts'

/** What follows a setting's name in a message. */
const has = (what: string) => ({
  error: ({ input }: { input: unknown }) =>
    typeof input === 'number' || typeof input === 'boolean'
      ? `has to be ${what}; put quotes around it: "${input}"`
      : `has to be ${what}`,
})

const text = (max: number) =>
  z
    .string(has('text'))
    .max(max, {
      error: ({ input }) => `has ${String(input).length} characters; use at most ${max}`,
    })
    .transform((value) => cleanText(value).trim() || null)

const label = text(60).refine((value) => value !== null, { error: 'is empty; write a name' })

/** Valid if `explain` returns `null`; otherwise it says what is wrong. */
const checked = (explain: (value: string) => string | null) =>
  z.string(has('text')).superRefine((value, context) => {
    const message = explain(value)
    if (message !== null) context.addIssue({ code: 'custom', message })
  })

const webAddress = checked((value) => toAddress(value, ['http:', 'https:']))
const link = checked((value) =>
  isSitePath(value) ? null : toAddress(value, ['http:', 'https:', 'mailto:']),
)

const hourFormat = z.union(
  [z.literal([12, 24]), z.enum(['12', '24']).transform((value) => (value === '12' ? 12 : 24))],
  {
    error: 'has to be 12 or 24',
  },
)

/** `content/site.yaml`. Everything is optional. */
export const siteSchema = z.strictObject({
  title: text(100).nullish(),
  tagline: text(200).nullish(),
  description: text(500).nullish(),
  author: z
    .strictObject(
      {
        name: text(100).nullish(),
        bio: text(1000).nullish(),
        photo: link.nullish(),
      },
      has('a list of settings: name, bio, photo'),
    )
    .nullish(),
  profiles: z
    .array(
      z.strictObject({ label, url: link }, has('a label and a url, each on a line of its own')),
      has('a list, each entry with a label and a url'),
    )
    .nullish(),
  language: checked(findLanguageError).nullish(),
  time_zone: z
    .string(has('a name such as Europe/Berlin'))
    .transform((value, context) => {
      const found = findTimeZone(value)
      if ('name' in found) return found.name
      context.addIssue({ code: 'custom', message: found.error })
      return z.NEVER
    })
    .nullish(),
  temperature_unit: z.enum(['C', 'F'], { error: 'has to be C or F' }).nullish(),
  hour_format: hourFormat.nullish(),
  navigation: z
    .array(
      z.strictObject({ label, url: link }, has('a label and a url, each on a line of its own')),
      has('a list, each entry with a label and a url'),
    )
    .nullish(),
  edit_url: webAddress.nullish(),
  hub_url: webAddress.nullish(),
  webmention_url: webAddress.nullish(),
  send_webmentions: z.boolean('has to be true or false').nullish(),
  theme: themeSchema.nullish(),
})

export type SiteSettings = z.output<typeof siteSchema>
