import type { CamelCased } from '#lib/api/field-names.ts'
import type { WireReading } from '#lib/api/schema/reading-fields.ts'
import type { MissingPictureReason } from '#lib/api/states.ts'

/** A report's fields; the last three are not the printer's. */
type PrinterFields = Omit<CamelCased<WireReading>, 'reason' | 'intervalSeconds' | 'source'>
type CommonField =
  | 'state'
  | 'status'
  | 'progress'
  | 'jobName'
  | 'elapsedSeconds'
  | 'remainingSeconds'
  | 'temperatures'

/** What the printer's server reported; `null` and absent fields are unknown to it. */
export interface Reading
  extends Pick<PrinterFields, CommonField>,
    Partial<Omit<PrinterFields, CommonField>> {
  observedAt: Date
  /** Name and version, such as `octoprint 1.11.8`. */
  backend: string | null
}

export interface Picture {
  jpeg: Buffer
  capturedAt: Date
}

export interface MissingPicture {
  reason: MissingPictureReason
  /** What happened and how to fix it, for the log. */
  detail: string
}

/** The content of one request. */
export interface Report {
  /** Default: the first, without a name. */
  camera?: { number: number; name: string | null }
  /** Of the reading that the picture of another camera belongs to. */
  observedAt?: Date | undefined
  reading: Reading | null
  picture: Picture | null
  missing: MissingPicture | null
  /** When the site can expect the next report. */
  intervalSeconds: number
}
