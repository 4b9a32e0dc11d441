import { z } from 'zod'
import { type MentionFilter, mentionFilters } from '#lib/api/admin-mentions.ts'
import { DomainError } from '#lib/core/errors.ts'

export const mentionStateInput = z.object({ state: z.enum(['accepted', 'rejected']) })
export const mentionSettingsInput = z.object({ accepts_known: z.boolean() })
export const mentionBlockInput = z.object({ value: z.string().max(2_000) })

/** @throws DomainError `malformed-cursor` */
export function parseMentionQuery(query: URLSearchParams): {
  state: MentionFilter
  before: number | null
} {
  const found = mentionFilters.find(([state]) => state === (query.get('state') ?? 'pending'))
  const known = mentionFilters.map(([state]) => state).join(', ')
  if (found === undefined) throw new DomainError('malformed-cursor', `state is one of ${known}.`)
  const before = query.get('before')
  if (before === null) return { state: found[0], before }
  if (/^[1-9]\d{0,14}$/.test(before)) return { state: found[0], before: Number(before) }
  throw new DomainError('malformed-cursor', 'before is the number of a mention.')
}
