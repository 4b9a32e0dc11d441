import type { Log } from './log.ts'
import { estimateBytes, withoutPicture, withoutReading } from './queued-report.ts'
import type { Entry, Outbox } from './spool/outbox.ts'
import type { TokenBucket } from './token-bucket.ts'
import { type Site, uploadReport } from './upload.ts'
import type { UploadResult } from './upload-result.ts'

export interface Uploader {
  /** Sends one entry once and does with it what the verdict asks for. Never throws. */
  send(entry: Entry, signal: AbortSignal): Promise<UploadResult>
}

/** An answer of the site itself that says "not now", so often to the same parcel, is about the parcel. */
const patience = 3

export function createUploader(
  site: Site,
  { outbox, ledger, log }: { outbox: Outbox; ledger: TokenBucket; log: Log },
): Uploader {
  const failures = new Map<string, number>()
  return {
    async send({ id, parcel }, signal) {
      // Before it is known how far it came: a line that breaks costs too.
      ledger.spend(estimateBytes(parcel))
      const verdict = await uploadReport(site, parcel, { signal, log })
      if (verdict.kind === 'delivered') {
        outbox.remove(id)
        failures.delete(id)
        log('info', 'delivered', {
          picture_bytes: parcel.jpeg?.length ?? 0,
          taken_at: new Date(parcel.takenAtMs).toISOString(),
          waiting: outbox.count(),
          spent_today_bytes: ledger.spentToday(),
          detail: verdict.detail ?? undefined,
        })
        return verdict
      }
      log(verdict.kind === 'passing' ? 'warn' : 'error', 'not delivered', {
        kind: verdict.kind,
        detail: verdict.detail,
      })
      if (verdict.kind === 'refused') {
        outbox.quarantine(id, verdict.detail)
        const rest = verdict.isAboutPicture ? withoutPicture(parcel) : withoutReading(parcel)
        if (rest !== null) outbox.put(rest)
      }
      if (verdict.kind === 'passing' && verdict.isAnswer) {
        failures.set(id, (failures.get(id) ?? 0) + 1)
        if ((failures.get(id) ?? 0) >= patience) outbox.putOff(id)
      }
      return verdict
    },
  }
}
