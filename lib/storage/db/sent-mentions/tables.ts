import type { Generated } from 'kysely'
import type { SentState } from '#lib/web-mentions/send/types.ts'

type Time = number
type Flag = 0 | 1

/** See `SentSource`. The row with an empty path says that the site sends. */
export interface SentMentionSourceTable {
  source: string
  version: string
  hash: string | null
  due_at: Time
}

/** See `SentMention`. Unique by source and target. */
export interface SentMentionTable {
  id: Generated<number>
  source: string
  target: string
  state: SentState
  is_removed: Flag
  /** Both or none. */
  endpoint: string | null
  endpoint_found_at: Time | null
  /** Incremented when it is to be sent again. */
  revision: number
  /** The revision that a process is sending. */
  leased_revision: number | null
  leased_by: string | null
  leased_until: Time | null
  due_at: Time | null
  tries: number
  answer: string | null
  status_url: string | null
  changed_at: Time
}
