/* The wire types of the owner's pages about printers, below /admin/api/printers. */

/** What a token may do: report, or read what of the printer isn't public. */
export type ApiTokenScope = 'report' | 'read-private'

export interface ApiToken {
  id: number
  name: string
  kind: 'password' | 'token'
  scope: ApiTokenScope
  created_at: string
  /** `null`: never. */
  expires_at: string | null
  is_expired: boolean
  last_used_at: string | null
  /** The program's User-Agent. */
  last_used_by: string | null
  is_replaced: boolean
}

/** A token that was just made. Its secret is shown once. */
export interface ApiNewToken {
  token: ApiToken
  secret: string
}

export interface ApiRefusal {
  at: string
  code: string
  reason: string
  address: string
  count: number
}

export interface ApiPrinterSettings {
  name: string
  publishes_temperatures: boolean
  publishes_job_name: boolean
  publishes_material: boolean
  publishes_spool: boolean
  job_alias: string | null
  publishes_prints: boolean
  /** Where its reports don't say how often they come. */
  interval_seconds: number | null
  /** The API of the other site that it reports to. */
  source: string | null
}

/** How the promised interval was kept in the last 24 hours. */
export interface ApiPunctuality {
  /** The first of these pictures. */
  since: string
  pictures: number
  median_seconds: number
  worst_seconds: number
  /** How many pictures were later than promised. */
  late: number
}

/** What sends the reports, as far as it says. */
export interface ApiSender {
  snapper: string | null
  backend: string | null
}

export interface ApiManagedCamera {
  /** 1-4. */
  number: number
  /** What it is called. */
  name: string
  /** The owner's name for it; `null`: the snapper's is shown, or its number. */
  owners_name: string | null
  /** By itself; the printer's pause is of all its cameras. */
  is_paused: boolean
}

export interface ApiManagedPrinter extends ApiPrinterSettings {
  id: number
  /** What to call it: its name, with its number where others have the same name. */
  label: string
  is_paused: boolean
  paused_until: string | null
  cameras: ApiManagedCamera[]
  /** Its reports come from another site's API. */
  is_remote: boolean
  /** The environment says where they come from, and takes precedence over the settings. */
  is_source_fixed: boolean
  /** Why its source can't be read at the moment. */
  source_fault: string | null
  picture: { url: string; alt: string; captured_at: string } | null
  status: string | null
  observed_at: string | null
  last_received_at: string | null
  promised_seconds: number
  /** `null`: too few pictures. */
  punctuality: ApiPunctuality | null
  sender: ApiSender
  pictures: number
  bytes: number
  tokens: ApiToken[]
  refusals: ApiRefusal[]
}

export interface ApiManagedPrinters {
  /** The server's time of this answer: ages are computed from it. */
  at: string
  printers: ApiManagedPrinter[]
  bytes: number
  max_bytes: number
  /** Where snappers send reports to, without the printer's number. */
  site_url: string
}

/** The longest that a token may last. */
export const maxTokenDays = 365
