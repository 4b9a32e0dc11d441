import { createHash } from 'node:crypto'
import { type CollectContext, collect } from './collect.ts'
import { deliver, deliverRest } from './deliver.ts'
import { toFields } from './encode.ts'
import { withDeadline } from './http.ts'
import { toQueuedEnd, toQueuedReport } from './queued-report.ts'
import type { Report } from './report.ts'
import type { Outbox } from './spool/outbox.ts'
import type { UploadResult } from './upload-result.ts'
import { createUploader } from './uploader.ts'

/** Everything that one shot may take, in milliseconds. */
const shotMs = 90_000
/** Of these, for the printer and the camera, so that time to send is left. */
const gatherMs = 45_000

/**
 * One report, and then what waits from before.
 * @param outbox `null`: nothing is sent, what would be sent is printed
 * @returns the exit code
 */
export async function runOnce(
  context: CollectContext,
  { outbox, stop }: { outbox: Outbox | null; stop: AbortSignal },
): Promise<0 | 1 | 2> {
  const { config, ledger, log, timing } = context
  const deadline = AbortSignal.timeout(shotMs)
  const endsAtMs = timing.monotonic() + shotMs
  const { intervalSeconds } = config
  const { end, ...gathered } = await collect(context, withDeadline(stop, gatherMs))
  // First, and in any case: the history is asked for it once.
  if (end !== null && outbox !== null) outbox.put(toQueuedEnd(end, intervalSeconds, timing.now()))
  if (stop.aborted) return 1
  // The report goes anyway, but the exit code says that somebody must act.
  const own = gathered.reading?.state === 'unauthorized' ? 2 : 0
  const report = { ...gathered, intervalSeconds }
  if (outbox === null) {
    log('info', 'dry run, nothing is sent', listContents(report))
    return own
  }
  const courier = createUploader(config.site, { outbox, ledger, log })
  const delivery = { courier, ledger, timing, log, endsAtMs, deadline, stop }
  const verdict = await deliver(outbox.put(toQueuedReport(report, timing.now())), delivery)
  if (verdict.kind === 'delivered' || verdict.kind === 'refused')
    await deliverRest(outbox, delivery)
  return toExitCode(verdict) || own
}

function toExitCode(verdict: UploadResult): 0 | 1 | 2 {
  if (verdict.kind === 'delivered') return 0
  return verdict.kind === 'misconfigured' ? 2 : 1
}

function listContents(report: Report): Record<string, string | number> {
  const jpeg = report.picture?.jpeg
  return {
    ...Object.fromEntries(toFields(report)),
    ...(jpeg && {
      image_bytes: jpeg.length,
      image_sha256: createHash('sha256').update(jpeg).digest('hex'),
    }),
  }
}
