import type { Generated } from 'kysely'
import type { MentionKind, MentionState } from '#lib/web-mentions/types.ts'

/* As in `../schema.ts`, times are epoch milliseconds. */

type Time = number
type Flag = 0 | 1

/** See `Mention`. Unique by source and target. */
export interface WebMentionTable {
  id: Generated<number>
  token: string
  source: string
  source_host: string
  target_url: string
  target: string
  state: MentionState
  /** `null` until it is verified once, and with it the author's columns, `url` and `text`. */
  kind: MentionKind | null
  author_name: string | null
  author_url: string | null
  /** The address of the photo at the author's site. */
  author_photo: string | null
  url: string | null
  text: string | null
  published_at: Time | null
  received_at: Time
  verified_at: Time | null
  /** When to look at the source; `null`: never. */
  due_at: Time | null
  leased_by: string | null
  leased_until: Time | null
  tries: number
  checks: number
  reason: string | null
}

export interface WebMentionBlockTable {
  id: Generated<number>
  value: string
  blocked_at: Time
}

/** One row, which the first change inserts. */
export interface WebMentionSettingsTable {
  id: Generated<number>
  /** Incremented when what pages show of mentions changes. */
  revision: number
  accepts_known: Flag
}

/** The photos that accepted mentions name. */
export interface WebMentionAvatarTable {
  url: string
  /** Of the small copy; `null` until there is one. */
  sha256: string | null
  fetched_at: Time | null
  /** When to fetch it; `null`: when a mention that names it is read again. */
  due_at: Time | null
  tries: number
}
