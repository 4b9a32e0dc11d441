import { createHash } from 'node:crypto'
import { toFields } from './encode.ts'
import type { Reading, Report } from './report.ts'

/** A report as it is sent and kept: it stays the same however often it is sent. */
export interface QueuedReport {
  /** In the words of the wire. */
  fields: ReadonlyMap<string, string>
  jpeg: Buffer | null
  /** Of the picture, lower-case hex. */
  sha256: string | null
  /** When it came to be, as `Date.now()` counts. */
  takenAtMs: number
}

export function toQueuedReport(report: Report, takenAtMs: number): QueuedReport {
  return makeQueuedReport(toFields(report), report.picture?.jpeg ?? null, takenAtMs)
}

/** The end of a job, observed when it was: it goes beside the report of now. */
export function toQueuedEnd(
  end: Reading,
  intervalSeconds: number,
  takenAtMs: number,
): QueuedReport {
  return toQueuedReport({ reading: end, picture: null, missing: null, intervalSeconds }, takenAtMs)
}

export function makeQueuedReport(
  fields: ReadonlyMap<string, string>,
  jpeg: Buffer | null,
  takenAtMs: number,
): QueuedReport {
  const sha256 = jpeg && createHash('sha256').update(jpeg).digest('hex')
  return { fields, jpeg, sha256, takenAtMs }
}

/** About what it costs to send it. */
export function estimateBytes(parcel: QueuedReport): number {
  const perField = 110
  const ofFields = [...parcel.fields].map(([name, value]) => name.length + value.length + perField)
  return (parcel.jpeg?.length ?? 0) + ofFields.reduce((sum, bytes) => sum + bytes, 500)
}

/** What is left of a parcel whose fields the site refuses: the picture and its times; `null` where that is no less. */
export function withoutReading(parcel: QueuedReport): QueuedReport | null {
  if (parcel.jpeg === null || !parcel.fields.has('state')) return null
  const kept = [...parcel.fields].filter(([name]) => /^(captured_at|interval_seconds)$/.test(name))
  return { ...parcel, fields: new Map(kept) }
}

/** What is left of a parcel whose picture the site refuses; `null` where it was nothing but a picture. */
export function withoutPicture(parcel: QueuedReport): QueuedReport | null {
  if (parcel.jpeg === null || !parcel.fields.has('state')) return null
  const fields = new Map(parcel.fields)
  fields.delete('captured_at')
  fields.set('reason', 'camera_error')
  return { ...parcel, fields, jpeg: null, sha256: null }
}
