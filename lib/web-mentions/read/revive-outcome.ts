import { z } from 'zod'
import type { FetchedPhoto } from '../avatars/ports.ts'
import { mentionKinds, type Outcome } from '../types.ts'
import { maxNameLength, maxTextLength, toPlainText, toWebUrl } from './plain-text.ts'

/** What the process that reads strangers' pages gets. */
export type ReadJob = { homeHosts: readonly string[] } & (
  | { kind: 'source'; source: string; targetUrl: string }
  /** Fetches a photo into a file at `path`, which doesn't exist. */
  | { kind: 'photo'; url: string; path: string }
)
export type SourceJob = Pick<ReadJob & { kind: 'source' }, 'source' | 'targetUrl'>

const maxReasonLength = 300

const plain = (max: number) =>
  z
    .string()
    .transform((text) => toPlainText(text, max))
    .nullable()
const webUrl = z
  .string()
  .refine((url) => toWebUrl(url) === url, 'no address that a page may link to')
const reason = z.string().transform(formatReason)
const date = z.iso.datetime().transform((text) => new Date(text))

const outcomeSchema: z.ZodType<Outcome> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('found'),
    content: z.object({
      kind: z.enum(mentionKinds),
      authorName: plain(maxNameLength),
      authorUrl: webUrl.nullable(),
      authorPhoto: webUrl.nullable(),
      url: webUrl,
      text: plain(maxTextLength),
      publishedAt: date.nullable(),
    }),
  }),
  z.object({ kind: z.enum(['absent', 'failed']), reason }),
])

/**
 * What the process that reads sources has returned. It parses strangers' pages, so nothing of it is taken on trust.
 * @throws ZodError
 */
export function reviveOutcome(answer: unknown): Outcome {
  return outcomeSchema.parse(answer)
}

const photoSchema = z.object({ kind: z.enum(['file', 'absent', 'failed']) })

/** The same of a photo. @throws ZodError */
export function revivePhoto(answer: unknown, path: string): FetchedPhoto {
  const { kind } = photoSchema.parse(answer)
  return kind === 'file' ? { kind, path } : { kind }
}

/** Why a source couldn't be read, for the owner and for the sender. */
export function formatReason(text: string): string {
  return toPlainText(text, maxReasonLength) ?? 'The source could not be read.'
}
