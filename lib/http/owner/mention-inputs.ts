import { z } from 'zod'
import { type MentionFilter, mentionFilters } from '#lib/api/admin-mentions.ts'
import { DomainError } from '#lib/core/errors.ts'

export const mentionStateInput = z.object({ state: z.enum(['accepted', 'rejected']) })
export const mentionSettingsInput = z.object({ accepts_known: z.boolean() })
export const mentionBlockInput = z.object({ value: z.string().max(2_000) })

/** @throws DomainError `invalid-query` */
export function parseMentionFilter(text: string | null): MentionFilter {
  const found = mentionFilters.find(([state]) => state === (text ?? 'pending'))
  if (found !== undefined) return found[0]
  const known = mentionFilters.map(([state]) => state).join(', ')
  throw new DomainError('malformed-cursor', `state is one of ${known}.`)
}
