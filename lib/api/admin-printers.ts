/* The wire types of the owner's pages about printers, below /admin/api/printers. */

export interface ApiToken {
  id: number
  name: string
  kind: 'password' | 'token'
  scope: 'report'
  created_at: string
  /** `null`: never. */
  expires_at: string | null
  is_expired: boolean
  last_used_at: string | null
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
  job_alias: string | null
  publishes_prints: boolean
}

export interface ApiManagedPrinter extends ApiPrinterSettings {
  id: number
  is_paused: boolean
  paused_until: string | null
  /** Its reports come from another site's API. */
  is_remote: boolean
  picture: { url: string; alt: string; captured_at: string } | null
  status: string | null
  observed_at: string | null
  last_received_at: string | null
  promised_seconds: number
  /** Between the last two pictures. */
  kept_seconds: number | null
  pictures: number
  bytes: number
  tokens: ApiToken[]
  refusals: ApiRefusal[]
}

export interface ApiManagedPrinters {
  printers: ApiManagedPrinter[]
  bytes: number
  max_bytes: number
  /** Since when this process has recorded refused reports. */
  refusals_since: string
  /** Where snappers send reports to, without the printer's number. */
  site_url: string
}

/** The longest that a token may last. */
export const maxTokenDays = 365
