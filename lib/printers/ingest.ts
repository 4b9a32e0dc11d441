import { createHash } from 'node:crypto'
import type { EventEmitter } from 'node:events'
import { createReadStream } from 'node:fs'
import { copyFile, link, rm } from 'node:fs/promises'
import { isCameraPublishing } from '#lib/api/cameras.ts'
import { DomainError } from '#lib/core/errors.ts'
import { countIngest } from '#lib/metrics/record.ts'
import type { PrinterEvents } from './events.ts'
import { maxClockLeadMs, type PictureArchive, type SnapshotStore } from './ports.ts'
import type { Report } from './report.ts'
import type { NewSnapshot, Printer } from './types.ts'

/** A time further ahead is not a wrong clock but an invalid time. */
const maxClockErrorMs = 366 * 24 * 60 * 60 * 1000

export interface IngestParts {
  snapshots: SnapshotStore
  pictures: PictureArchive
  events: EventEmitter<PrinterEvents>
  now(): Date
}

interface IncomingReport {
  printer: Printer
  credentialId: number
  report: Report
  /** A temporary file, which is moved or deleted. */
  imagePath: string | null
}

/**
 * Stores one report in the history; the newest one is the printer's current state.
 *
 * Bytes first, row second: a crash in between leaves an orphan blob for the sweep, never a row whose picture is missing. A purge or
 * the sweep may delete the same picture before its row is there, so a second link to the upload restores it afterwards.
 * Idempotent on (printer, sha256, capturedAt), so a snapper may retry after a lost response. While the camera is paused, the
 * picture is dropped without decoding and only the reading is stored. So is one that the owner has hidden or deleted.
 *
 * @returns the picture's SHA-256 as received (hex), `null` without one
 * @throws DomainError `image-*`, `invalid-fields`, `storage-unavailable`, `insufficient-storage`
 */
export async function ingestReport(
  { snapshots, pictures, events, now }: IngestParts,
  { printer, credentialId, report, imagePath }: IncomingReport,
): Promise<string | null> {
  const receivedAt = now()
  const observed = clampTime(report.observedAt, receivedAt, 'observed_at')
  // Without a time of its own a picture is no newer than the reading that it was sent with.
  const captured =
    report.capturedAt === null ? observed : clampTime(report.capturedAt, receivedAt, 'captured_at')
  const { camera = 1, cameraName = null } = report
  const isPaused = imagePath !== null && !isCameraPublishing(printer, camera)

  const insert = async (snapshot: NewSnapshot | null) => {
    const inserted = await snapshots.insertObservation({
      printerId: printer.id,
      credentialId,
      reading: report.reading,
      intervalSeconds: report.intervalSeconds,
      snapshot,
      cameraName,
      observedAt: report.observedAt === null ? captured.at : observed.at,
      receivedAt,
    })
    countIngest(inserted.isNew ? 'stored' : 'repeated')
    return inserted
  }

  if (imagePath === null || isPaused) {
    if (report.reading !== null && (await insert(null)).isNew) events.emit('changed', printer.id)
    return imagePath === null ? null : await hashFile(imagePath)
  }
  const spare = await linkFile(imagePath)
  try {
    const picture = await pictures.accept(imagePath)
    // A stuck camera sends it again and again, and a sender without a clock after a lost response.
    if (await snapshots.isWithdrawn(printer.id, picture.sha256)) {
      if (report.reading !== null && (await insert(null)).isNew) events.emit('changed', printer.id)
      return picture.sha256
    }
    const { isClamped, at: capturedAt } = captured
    const { isNew, snapshot } = await insert({
      ...picture,
      camera,
      capturedAt,
      receivedAt,
      isClamped,
    })
    // Without a snapshot the owner has deleted this picture before: no URL serves its bytes, and the sweep removes them.
    if (snapshot !== null) await pictures.restoreDeleted(picture.sha256, spare)
    if (isNew) events.emit('changed', printer.id)
    if (isNew && snapshot !== null) pictures.prerender(picture.sha256)
    return picture.sha256
  } finally {
    await rm(spare, { force: true })
  }
}

/** A second link to a file, or a copy where the filesystem has no links. */
async function linkFile(path: string): Promise<string> {
  const spare = `${path}.spare`
  await link(path, spare).catch(() => copyFile(path, spare))
  return spare
}

/** A sender's time that is ahead by more than 5 minutes becomes the time of receipt. */
function clampTime(
  given: Date | null,
  receivedAt: Date,
  field: string,
): { at: Date; isClamped: boolean } {
  if (given === null) return { at: receivedAt, isClamped: false }
  const leadMs = given.getTime() - receivedAt.getTime()
  if (leadMs <= maxClockLeadMs) return { at: given, isClamped: false }
  if (leadMs <= maxClockErrorMs) return { at: receivedAt, isClamped: true }
  const detail = 'is more than a year in the future. Check the clock of the sending machine.'
  throw new DomainError('invalid-fields', `${field}: ${detail}`, {
    fieldErrors: [{ pointer: `/${field}`, detail }],
  })
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}
