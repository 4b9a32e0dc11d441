import type { Generated } from 'kysely'
import type { WireReading } from '#lib/api/schema/reading-fields.ts'
import type { OwnerFact } from '#lib/printers/prints/owner-facts.ts'
import type { AcceptedPicture, Snapshot } from '#lib/printers/types.ts'
import type {
  ChannelTable,
  NotificationTable,
  PushFactTable,
  PushKeyTable,
  PushSubscriptionTable,
} from './notifications/tables.ts'
import type {
  AppTable,
  BackupTable,
  ChallengeTable,
  LinkTable,
  LogTable,
  OwnerTable,
  PasskeyTable,
  RefusalTable,
  SessionTable,
  StorageSampleTable,
} from './owner/tables.ts'
import type { SentMentionSourceTable, SentMentionTable } from './sent-mentions/tables.ts'
import type {
  WebMentionAvatarTable,
  WebMentionBlockTable,
  WebMentionSettingsTable,
  WebMentionTable,
} from './web-mentions/tables.ts'

/*
 * The tables of both databases. Times are epoch milliseconds, booleans 0 or 1, JSON is text: SQLite and Postgres return these
 * alike.
 */

type Time = number
type Flag = 0 | 1

export interface PrinterTable {
  id: Generated<number>
  name: string
  is_publishing: Flag
  publishes_temperatures: Flag
  publishes_job_name: Flag
  job_alias: string | null
  created_at: Time
  /** Incremented with every change of the printer or of anything that belongs to it. */
  revision: number
  last_received_at: Time | null
  /** The version of the derivation that its prints are from; 0: none yet. */
  prints_version: Generated<number>
  /** The highest number ever given to a print. */
  last_print_number: Generated<number>
  /** Prints that end at this time or later are published automatically; null: all are drafts. */
  publishes_prints_since: Time | null
  /** Of its snapshots, kept by triggers. */
  picture_count: Generated<number>
  picture_bytes: Generated<number>
  /** When a pause ends by itself. Only where `is_publishing` is 0. */
  paused_until: Time | null
  /** Its place among the printers; null: after all that have one. */
  position: number | null
  /** Where its reports promise no interval. */
  interval_seconds: number | null
  /** The API address of a printer that reports to another site. */
  source: string | null
  publishes_material: Generated<Flag>
  publishes_spool: Generated<Flag>
  /** The span whose prints are still to be derived again; null: none. */
  prints_stale_from: Time | null
  prints_stale_to: Time | null
}

export interface HubFeedTable {
  hub_url: string
  /** Its path. */
  feed: string
  /** The entity tag that was last announced. */
  version: string
  due_at: Time
  /** Since then. */
  tries: number
}

export interface CredentialTable {
  id: Generated<number>
  printer_id: number
  kind: 'password' | 'token'
  username: string | null
  hash: string
  created_at: Time
  name: string | null
  scope: Generated<'report' | 'read-private'>
  expires_at: Time | null
  last_used_at: Time | null
  replaced_at: Time | null
  /** The User-Agent of the last report. */
  last_used_by: string | null
}

/** One column per field of a reading, all `null` where `has_reading` is 0: the picture came without one. */
export type ReadingColumns = { has_reading: Flag } & {
  [Field in keyof WireReading]: (WireReading[Field] extends number | null ? number : string) | null
}

export interface ObservationTable extends ReadingColumns {
  id: Generated<number>
  printer_id: number
  /** No foreign key: a credential may be deleted while its reports stay. */
  credential_id: number
  /** Seconds until the next report, as announced with the reading or with the picture. */
  promised_seconds: number | null
  observed_at: Time
  received_at: Time
}

export interface SnapshotTable extends Pick<Snapshot, keyof AcceptedPicture> {
  id: Generated<number>
  printer_id: number
  observation_id: number
  /** 1-4; an observation has one picture of each. */
  camera: Generated<number>
  /** The state of its reading, repeated for the index that finds the pictures of one state. */
  pictured_state: string | null
  captured_at: Time
  received_at: Time
  is_clamped: Flag
  /** Null: public. */
  hidden_at: Time | null
}

/** What is known of a printer's camera. The first one has no row before it has a name. */
export interface CameraTable {
  id: Generated<number>
  printer_id: number
  /** 1-4. */
  number: number
  /** The owner's. */
  name: string | null
  /** The snapper's. */
  reported_name: string | null
  is_publishing: Generated<Flag>
}

/** What the owner has deleted, without its bytes: the same report must not bring it back. */
interface DeletedPictureTable {
  id: Generated<number>
  printer_id: number
  camera: Generated<number>
  sha256: string
  captured_at: Time
}

export interface PrintTable {
  id: Generated<number>
  printer_id: number
  number: number
  outcome: string
  job_name: string | null
  start_not_before: Time | null
  start_not_after: Time
  /** Both null while it is running. */
  end_not_before: Time | null
  end_not_after: Time | null
  first_seen_at: Time
  last_seen_at: Time
  last_state: string
  progress: number | null
  elapsed_seconds: number | null
  remaining_seconds: number | null
  max_temperatures: string
  /** Null: a draft, not in the feeds. */
  published_at: Time | null
  /** The owner has unpublished it: it is never published automatically. */
  is_withheld: Generated<Flag>
  filament_used_mm: number | null
  filament_total_mm: number | null
  /** JSON of `PrintMaterial`; null: nothing is known. */
  material: string | null
  is_joined: Generated<Flag>
  /**
   * No print any more: it was joined with an earlier one. It keeps its number, its time and the owner's words, and is a print again
   * as soon as one begins there. Its derived columns are no longer true.
   */
  is_former: Generated<Flag>
  /** Whether a fact hides it: the same as in `print_facts`, for the lists. */
  is_hidden: Generated<Flag>
  /** The owner's words. */
  name: string | null
  note: string | null
  note_html: string | null
  /** A snapshot's id, without a foreign key: the picture may be deleted. */
  cover_id: number | null
  described_at: Time | null
}

/** See `OwnerFact`. */
interface PrintFactTable {
  id: Generated<number>
  printer_id: number
  kind: OwnerFact['kind']
  from_at: Time
  to_at: Time
}

/** The pictures of each animation, so that it is deleted together with any of them. */
interface FlipbookTable {
  /** Of the frames: the animation is stored as a variant under this hash. */
  sha256: string
  /** The hashes of its pictures, separated by spaces. */
  frames: string
  made_at: Time
}

/** Which replica does a piece of work, and until when unless it renews the claim. */
interface ClaimTable {
  name: string
  /** A process. */
  owner: string
  expires_at: Time
}

/** One row, written to check that the database is writable. */
interface WriteCheckTable {
  id: number
  checked_at: Time
}

interface MigrationTable {
  number: number
  name: string
  applied_at: Time
}

export interface Tables {
  printers: PrinterTable
  credentials: CredentialTable
  observations: ObservationTable
  snapshots: SnapshotTable
  cameras: CameraTable
  deleted_pictures: DeletedPictureTable
  pictures_to_remove: { sha256: string }
  prints: PrintTable
  print_facts: PrintFactTable
  flipbooks: FlipbookTable
  claims: ClaimTable
  owner: OwnerTable
  sign_in_links: LinkTable
  sessions: SessionTable
  passkeys: PasskeyTable
  challenges: ChallengeTable
  apps: AppTable
  owner_log: LogTable
  notification_channels: ChannelTable
  notifications: NotificationTable
  push_keys: PushKeyTable
  push_subscriptions: PushSubscriptionTable
  push_facts: PushFactTable
  web_mentions: WebMentionTable
  web_mention_avatars: WebMentionAvatarTable
  web_mention_blocks: WebMentionBlockTable
  web_mention_settings: WebMentionSettingsTable
  refusals: RefusalTable
  storage_samples: StorageSampleTable
  backups: BackupTable
  write_checks: WriteCheckTable
  hub_feeds: HubFeedTable
  sent_mention_sources: SentMentionSourceTable
  sent_mentions: SentMentionTable
  migrations: MigrationTable
}
