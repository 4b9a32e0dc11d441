import { createHash } from 'node:crypto'
import { toFields } from './encode.ts'
import type { Reading, Report } from './report.ts'

/** A report as it is sent and queued: every attempt sends the same bytes. */
export interface QueuedReport {
  /** By their names in the API. */
  fields: ReadonlyMap<string, string>
  jpeg: Buffer | null
  /** Of the picture, lower-case hex; `null` without one. */
  sha256: string | null
  /** Milliseconds since 1970. */
  takenAtMs: number
}

export function toQueuedReport(report: Report, takenAtMs: number): QueuedReport {
  return makeQueuedReport(toFields(report), report.picture?.jpeg ?? null, takenAtMs)
}

/** A reading of an earlier time, such as that of a job's end: queued in addition to the current report. */
export function toQueuedReading(
  reading: Reading,
  intervalSeconds: number,
  takenAtMs: number,
): QueuedReport {
  return toQueuedReport({ reading, picture: null, missing: null, intervalSeconds }, takenAtMs)
}

export function makeQueuedReport(
  fields: ReadonlyMap<string, string>,
  jpeg: Buffer | null,
  takenAtMs: number,
): QueuedReport {
  const sha256 = jpeg && createHash('sha256').update(jpeg).digest('hex')
  return { fields, jpeg, sha256, takenAtMs }
}

/** Approximate number of bytes that sending it takes. */
export function estimateBytes(report: QueuedReport): number {
  const perField = 110
  const ofFields = [...report.fields].map(([name, value]) => name.length + value.length + perField)
  return (report.jpeg?.length ?? 0) + ofFields.reduce((sum, bytes) => sum + bytes, 500)
}

/** The part of a report to send if the site rejects its fields: the picture and its time; `null` if nothing would be removed. */
export function withoutReading(report: QueuedReport): QueuedReport | null {
  if (report.jpeg === null || !report.fields.has('state')) return null
  const kept = [...report.fields].filter(([name]) => /^(captured_at|interval_seconds)$/.test(name))
  return { ...report, fields: new Map(kept) }
}

/** The part of a report to send if the site rejects its picture; `null` if it contains nothing else. */
export function withoutPicture(report: QueuedReport): QueuedReport | null {
  if (report.jpeg === null || !report.fields.has('state')) return null
  const fields = new Map(report.fields)
  fields.delete('captured_at')
  fields.set('reason', 'camera_error')
  return { ...report, fields, jpeg: null, sha256: null }
}
