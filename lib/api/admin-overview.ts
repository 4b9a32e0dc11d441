import type { ApiChannelTrouble } from './admin-notifications.ts'
import type { ApiManagedPrinters } from './admin-printers.ts'

/* The wire types of the owner's overview, at /admin/api/overview. */

/** Bytes of all pictures with everything made of them. */
export interface ApiStorage {
  /** Measured once an hour; until then, of the pictures as they were sent; `null`: there is nothing yet. */
  bytes: number | null
  /** `null`: not yet. */
  measured_at: string | null
  max_bytes: number
  /** Of the disk; `null`: unknown, as with a bucket. */
  free_bytes: number | null
  /** `null`: with too little history. */
  growth_per_day: number | null
  /** When the limit is reached, or the disk full; `null`: never, or not foreseeable. */
  full_at: string | null
}

export interface ApiContentFault {
  file: string
  line: number | null
  /** What is wrong and what to do about it. */
  message: string
}

export interface ApiBackup {
  at: string
  kind: 'command' | 'download'
  /** How many pictures it lacks. */
  lost: number
}

/** The newest section of the site's changelog. */
export interface ApiChanges {
  title: string
  groups: { title: string; items: string[] }[]
}

export interface ApiOverview extends ApiManagedPrinters {
  storage: ApiStorage
  /** `null` until the content was read. */
  content: ApiContentFault[] | null
  /** `null`: none is known. */
  backup: ApiBackup | null
  /** Of notifications. */
  channels: ApiChannelTrouble[]
  /** Webmentions that wait for the owner, counted to 1,000. */
  waiting_mentions: number
  version: string
  changes: ApiChanges | null
}
