import { createHash } from 'node:crypto'
import type { EventEmitter } from 'node:events'
import { createReadStream } from 'node:fs'
import { DomainError } from '#lib/core/errors.ts'
import { countIngest } from '#lib/metrics/record.ts'
import type { PrinterEvents } from './events.ts'
import type { PictureArchive, SnapshotStore } from './ports.ts'
import type { Report } from './report.ts'
import type { NewSnapshot, Printer } from './types.ts'

const maxClockLeadMs = 5 * 60 * 1000
/** Further ahead than this no clock is wrong: the time is. */
const maxSenseMs = 366 * 24 * 60 * 60 * 1000

export interface IngestParts {
  snapshots: SnapshotStore
  pictures: PictureArchive
  events: EventEmitter<PrinterEvents>
  now(): Date
}

export interface IncomingReport {
  printer: Printer
  credentialId: number
  report: Report
  /** A temporary file, consumed. */
  imagePath: string | null
}

/**
 * Takes one report into the history and, if it is the newest, makes it the printer's current one.
 *
 * Bytes first, row second: a crash in between leaves an orphan blob for the sweep, never a row whose picture is missing.
 * Idempotent on (printer, sha256, capturedAt), so a snapper may send again after a lost answer. While the owner lets the camera
 * rest the picture is dropped unseen and only the readings are kept.
 *
 * @returns the picture's SHA-256 as received (hex), `null` without one
 * @throws DomainError `image-*`, `invalid-fields`, `storage-unavailable`, `insufficient-storage`
 */
export async function ingestReport(
  { snapshots, pictures, events, now }: IngestParts,
  { printer, credentialId, report, imagePath }: IncomingReport,
): Promise<string | null> {
  const receivedAt = now()
  const captured = settleTime(report.capturedAt, receivedAt, 'captured_at')
  const observed = settleTime(report.observedAt, receivedAt, 'observed_at')
  const isResting = imagePath !== null && !printer.isPublishing

  let snapshot: NewSnapshot | null = null
  let sha256: string | null = null
  if (imagePath !== null && isResting) sha256 = await hashFile(imagePath)
  else if (imagePath !== null) {
    const picture = await pictures.accept(imagePath)
    sha256 = picture.sha256
    snapshot = { ...picture, capturedAt: captured.at, receivedAt, isClamped: captured.isClamped }
  }
  if (snapshot === null && report.reading === null) return sha256

  const { isNew } = await snapshots.insertObservation({
    printerId: printer.id,
    credentialId,
    reading: report.reading,
    intervalSeconds: report.intervalSeconds,
    snapshot,
    observedAt: report.observedAt === null ? captured.at : observed.at,
    receivedAt,
  })
  countIngest(isNew ? 'stored' : 'repeated')
  if (isNew) events.emit('changed', printer.id)
  if (isNew && snapshot !== null) pictures.prerender(snapshot.sha256)
  return sha256
}

/** A sender's clock that is ahead by more than 5 minutes doesn't decide what is newest. */
function settleTime(
  given: Date | null,
  receivedAt: Date,
  field: string,
): { at: Date; isClamped: boolean } {
  if (given === null) return { at: receivedAt, isClamped: false }
  const leadMs = given.getTime() - receivedAt.getTime()
  if (leadMs <= maxClockLeadMs) return { at: given, isClamped: false }
  if (leadMs <= maxSenseMs) return { at: receivedAt, isClamped: true }
  const detail = 'lies more than a year ahead. Check the clock of the machine that sends.'
  throw new DomainError('invalid-fields', `${field}: ${detail}`, {
    faults: [{ pointer: `/${field}`, detail }],
  })
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}
