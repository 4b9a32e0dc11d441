/* The wire types of the owner's page about notifications, below /admin/api/notifications. */

/** A field of the form for a kind of channel. */
export interface ApiChannelField {
  name: string
  label: string
  hint: string | null
  type: 'text' | 'url' | 'email' | 'password' | 'checkbox' | 'number' | 'choice'
  is_required: boolean
  /** Its value is never sent to the page. */
  is_secret: boolean
  default: string | boolean | null
  /** What it may look like. */
  example: string | null
  /** Of a choice. */
  options: string[]
  minimum: number | null
  maximum: number | null
  max_length: number | null
}

export interface ApiChannelKind {
  kind: string
  title: string
  /** The site makes its secret, shows it once and can replace it. */
  has_own_secret: boolean
  fields: ApiChannelField[]
}

export interface ApiChannel {
  id: number
  kind: string
  /** `null`: this version doesn't have the kind. */
  kind_title: string | null
  name: string
  /** Without secrets. */
  values: Readonly<Record<string, string | number | boolean>>
  /** The names of the secrets that it has. */
  secrets: string[]
  /** `null`: all that aren't optional, also those of later versions. */
  facts: string[] | null
  /** `null`: all. */
  printers: number[] | null
  /** "22:00-07:00" in the site's time zone. */
  quiet_hours: string | null
  created_at: string
  failing_since: string | null
  off: { since: string; reason: string } | null
  waiting: number
  held: number
  given_up: number
  /** `null`: not in the days that the log has. */
  delivered_at: string | null
}

export interface ApiFact {
  kind: string
  label: string
  /** Only channels that have chosen it are told. */
  is_optional: boolean
}

export interface ApiNotifications {
  /** The server's time of this answer: ages are computed from it. */
  at: string
  channels: ApiChannel[]
  kinds: ApiChannelKind[]
  /** What there is to choose from, in order. */
  facts: ApiFact[]
  printers: { id: number; label: string }[]
  /** Why push services take no messages from this site, and what to do; `null`: they do. */
  push_problem: string | null
  /** Why the channels' secrets aren't encrypted, and what to do; `null`: they are. */
  secrets_problem: string | null
}

/** A channel that was just added, or got another secret, which is shown once. */
export interface ApiNewChannel {
  id: number
  secret: string | null
}

/** What the receiver of a test has answered. */
export interface ApiTestAnswer {
  is_delivered: boolean
  /** Its status and first text, or why there is none. */
  answer: string
}

export interface ApiDelivery {
  id: number
  channel_id: number
  /** A fact, or `digest`. */
  kind: string
  printer_id: number | null
  print: number | null
  happened_at: string
  state: string
  /** When it is tried next; `null`: never. */
  due_at: string | null
  tries: number
  last_tried_at: string | null
  last_answer: string | null
  can_retry: boolean
  can_drop: boolean
}

export interface ApiDeliveries {
  at: string
  deliveries: ApiDelivery[]
  /** For `?before=`; `null` at the end. */
  next: number | null
}

/** What of the log is shown. */
export interface DeliveriesQuery {
  channel: number | null
  state: string | null
  before: number | null
}

/** A channel that needs its owner. */
export interface ApiChannelTrouble {
  id: number
  name: string
  failing_since: string | null
  /** Why its receiver has it turned off. */
  off_reason: string | null
  given_up: number
}

const notificationsPath = '/admin/notifications'

/** The page with a part of the log. */
export function deliveriesPath(query: Partial<DeliveriesQuery>): string {
  const given = toDeliveriesParameters(query)
  return `${notificationsPath}${given === '' ? '' : `?${given}`}#log`
}

export function toDeliveriesParameters(query: Partial<DeliveriesQuery>): string {
  const given = Object.entries(query).filter(([, value]) => value !== null)
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
}
