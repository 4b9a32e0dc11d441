import type { Generated } from 'kysely'

/*
 * The tables as both databases hold them. Times are epoch milliseconds, truth values 0 or 1, JSON is text: what neither
 * SQLite nor Postgres reads in a way of its own.
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
  /** Grows with every change of the printer or of anything that belongs to it. */
  revision: number
  last_received_at: Time | null
}

export interface CredentialTable {
  id: Generated<number>
  printer_id: number
  kind: 'password' | 'token'
  username: string | null
  hash: string
  created_at: Time
}

export interface ReadingColumns {
  /** 0: the picture came alone, and every other column of the reading is null. */
  has_reading: Flag
  status: string | null
  state: string | null
  progress: number | null
  job_name: string | null
  elapsed_seconds: number | null
  remaining_seconds: number | null
  temperatures: string | null
  reason: string | null
  interval_seconds: number | null
  source: string | null
}

export interface ObservationTable extends ReadingColumns {
  id: Generated<number>
  printer_id: number
  /** No foreign key: a credential may be rotated away, what it reported stays. */
  credential_id: number
  /** Seconds until the sender comes again, as it said with the reading or with the picture. */
  promised_seconds: number | null
  observed_at: Time
  received_at: Time
}

export interface SnapshotTable {
  id: Generated<number>
  printer_id: number
  observation_id: number
  sha256: string
  bytes: number
  width: number
  height: number
  placeholder: string
  luma: number
  captured_at: Time
  received_at: Time
  is_clamped: Flag
}

/** One row, written to prove that a write is possible. */
export interface WriteCheckTable {
  id: number
  checked_at: Time
}

export interface MigrationTable {
  number: number
  name: string
  applied_at: Time
}

export interface Tables {
  printers: PrinterTable
  credentials: CredentialTable
  observations: ObservationTable
  snapshots: SnapshotTable
  write_checks: WriteCheckTable
  migrations: MigrationTable
}
