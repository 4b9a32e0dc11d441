import type { Log } from './log.ts'
import { fitPicture } from './picture/fit.ts'
import { loadSharp } from './picture/load-sharp.ts'
import { identityTransform } from './picture/transform.ts'
import {
  estimateBytes,
  makeQueuedReport,
  type QueuedReport,
  withoutPicture,
  withoutReading,
} from './queued-report.ts'
import type { Entry, Outbox } from './spool/outbox.ts'
import type { TokenBucket } from './token-bucket.ts'
import { type Site, uploadReport } from './upload.ts'
import type { UploadResult } from './upload-result.ts'

export interface Uploader {
  /** Sends one entry once and updates the outbox according to the result. Never throws. */
  send(entry: Entry, signal: AbortSignal): Promise<UploadResult>
}

/** Learned from a proxy that rejects larger requests; as long as the process runs. */
export interface SizeLimit {
  pictureBytes: number
}

/** After this many temporary failures reported by a server for the same report, the report is probably the cause. */
const maxSiteFailures = 3

export function createUploader(
  site: Site,
  {
    outbox,
    bucket,
    log,
    sizeLimit,
  }: { outbox: Outbox; bucket: TokenBucket; log: Log; sizeLimit?: SizeLimit },
): Uploader {
  const failures = new Map<string, number>()
  return {
    async send({ id, report }, signal) {
      // Charged before sending: a failed upload costs data too.
      bucket.spend(estimateBytes(report))
      const result = await uploadReport(site, report, { signal, log })
      if (result.kind === 'delivered') {
        outbox.remove(id)
        failures.delete(id)
        log('info', 'delivered', {
          picture_bytes: report.jpeg?.length ?? 0,
          taken_at: new Date(report.takenAtMs).toISOString(),
          waiting: outbox.count(),
          spent_today_bytes: bucket.spentToday(),
          detail: result.detail ?? undefined,
        })
        return result
      }
      log(result.kind === 'retryable' ? 'warn' : 'error', 'not delivered', {
        kind: result.kind,
        detail: result.detail,
      })
      if (result.kind === 'rejected') {
        outbox.quarantine(id, result.detail)
        const remainder = result.isAboutPicture ? withoutPicture(report) : withoutReading(report)
        if (remainder !== null) outbox.put(remainder)
      }
      if (result.kind === 'retryable' && result.isTooLarge) {
        const smaller = await shrink(report)
        if (smaller !== null) {
          if (sizeLimit && smaller.jpeg) sizeLimit.pictureBytes = smaller.jpeg.length
          outbox.put(smaller)
          outbox.quarantine(id, result.detail)
          log('warn', 'trying a smaller report', { picture_bytes: smaller.jpeg?.length ?? 0 })
          return { ...result, kind: 'rejected', status: 413, isAboutPicture: true }
        }
      }
      if (result.kind === 'retryable' && result.isFromServer) {
        failures.set(id, (failures.get(id) ?? 0) + 1)
        if ((failures.get(id) ?? 0) >= maxSiteFailures) outbox.defer(id)
      }
      return result
    },
  }
}

/** Smaller pictures show too little. */
const minPictureBytes = 10_000

/** The report with at most half of the picture's bytes, else without a picture; `null` if nothing can be left out. */
async function shrink(report: QueuedReport): Promise<QueuedReport | null> {
  const { jpeg, fields, takenAtMs } = report
  const maxBytes = Math.floor((jpeg?.length ?? 0) / 2)
  const sharp = maxBytes < minPictureBytes ? null : await loadSharp()
  if (jpeg === null || sharp === null) return withoutPicture(report)
  const options = { maxBytes, transform: identityTransform, mask: [] }
  const smaller = await fitPicture(sharp, jpeg, options).catch(() => null)
  return smaller === null ? withoutPicture(report) : makeQueuedReport(fields, smaller, takenAtMs)
}
