import type { Log } from './log.ts'
import { estimateBytes, withoutPicture, withoutReading } from './queued-report.ts'
import type { Entry, Outbox } from './spool/outbox.ts'
import type { TokenBucket } from './token-bucket.ts'
import { type Site, uploadReport } from './upload.ts'
import type { UploadResult } from './upload-result.ts'

export interface Uploader {
  /** Sends one entry once and updates the outbox according to the result. Never throws. */
  send(entry: Entry, signal: AbortSignal): Promise<UploadResult>
}

/** After this many temporary failures reported by the site for the same report, the report is probably the cause. */
const maxSiteFailures = 3

export function createUploader(
  site: Site,
  { outbox, bucket, log }: { outbox: Outbox; bucket: TokenBucket; log: Log },
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
      if (result.kind === 'retryable' && result.isFromSite) {
        failures.set(id, (failures.get(id) ?? 0) + 1)
        if ((failures.get(id) ?? 0) >= maxSiteFailures) outbox.defer(id)
      }
      return result
    },
  }
}
