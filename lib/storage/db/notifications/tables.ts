import type { Generated } from 'kysely'
import type { FactKind } from '#lib/notifications/facts/fact-kinds.ts'
import type { DeliveryState } from '#lib/notifications/ports.ts'
import type { Wish } from '#lib/notifications/push/ports.ts'

/* The tables of notifications. As in `../schema.ts`, times are epoch milliseconds and JSON is text. */

type Time = number

export interface ChannelTable {
  id: Generated<number>
  kind: string
  name: string
  /** JSON, without the secrets. */
  settings: string
  /** JSON, encrypted where the site has a key: `channel-secrets.ts`. */
  secrets: string
  /** Separated by spaces; null: all. */
  facts: string | null
  /** Ids, separated by spaces; null: all. */
  printers: string | null
  /** "22:00-07:00" in the site's time zone. */
  quiet_hours: string | null
  created_at: Time
  /** Nothing was delivered since then; null: the last message was. */
  failing_since: Time | null
  off_since: Time | null
  off_reason: string | null
}

export interface NotificationTable {
  id: Generated<number>
  channel_id: number
  message_id: string
  subject: string
  kind: string
  printer_id: number | null
  print: number | null
  detail: string | null
  happened_at: Time
  created_at: Time
  /** When it is no news any more; null: never. */
  expires_at: Time | null
  state: DeliveryState
  /** When to send it next, or to list it in a digest. */
  due_at: Time
  tries: number
  leased_by: string | null
  leased_until: Time | null
  last_tried_at: Time | null
  last_answer: string | null
  /** The message that lists this one. */
  digest_id: number | null
}

/** One row at most. */
export interface PushKeyTable {
  id: Generated<number>
  /** Base64url, as is the private one, which is encrypted where the site has a key. */
  public_key: string
  private_key: string
  created_at: Time
}

/** What a visitor waits for: deleted when the message is delivered. */
export interface PushSubscriptionTable {
  id: Generated<number>
  printer_id: number
  wish: Wish
  /** The print whose end is waited for, or the last one before the start that is. */
  print: number
  endpoint: string
  p256dh: string
  auth: string
  is_known_service: 0 | 1
  /** 16 bits of a hash: too few to say which one it was. */
  network: Generated<number>
  created_at: Time
  due_at: Time
  tries: number
  leased_by: string | null
  leased_until: Time | null
}

/** What visitors are told, once for all of them. */
export interface PushFactTable {
  id: Generated<number>
  message_id: string
  subject: string
  kind: FactKind
  printer_id: number
  print: number
  happened_at: Time
  created_at: Time
  expires_at: Time
  due_at: Time
}
