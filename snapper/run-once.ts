import { createHash } from 'node:crypto'
import { type CollectContext, collect, collectOthers, getCollectMs } from './collect.ts'
import { deliver, deliverRest } from './deliver.ts'
import { toFields } from './encode.ts'
import { withDeadline } from './http.ts'
import { toQueuedReading, toQueuedReport } from './queued-report.ts'
import type { Report } from './report.ts'
import type { Outbox } from './spool/outbox.ts'
import type { UploadResult } from './upload-result.ts'
import { createUploader } from './uploader.ts'

/** Time limit for sending in a one-shot run, in milliseconds. */
const sendMs = 45_000

/**
 * Sends one report, then what is queued from earlier runs.
 * @param outbox `null`: print the report instead of sending it
 * @returns the exit code
 */
export async function runOnce(
  context: CollectContext,
  { outbox, stop }: { outbox: Outbox | null; stop: AbortSignal },
): Promise<0 | 1 | 2> {
  const { config, bucket, log, timing } = context
  const collectMs = getCollectMs(config.camera)
  const runMs = collectMs + sendMs
  const deadline = AbortSignal.timeout(runMs)
  const endsAtMs = timing.monotonic() + runMs
  const { intervalSeconds } = config
  const { end, ...collected } = await collect(context, withDeadline(stop, collectMs))
  // Queued first and in any case: the history is read only once.
  if (end !== null && outbox !== null)
    outbox.put(toQueuedReading(end, intervalSeconds, timing.now()))
  if (stop.aborted) return 1
  // The report is sent anyway, but the exit code says that the configuration must be fixed.
  const own = collected.reading?.state === 'unauthorized' ? 2 : 0
  const report = { ...collected, intervalSeconds }
  if (outbox === null) {
    log('info', 'dry run, nothing sent', listContents(report))
    return own
  }
  const uploader = createUploader(config.site, { ...context, outbox })
  const delivery = { uploader, bucket, timing, log, endsAtMs, deadline, stop }
  const first = outbox.put(toQueuedReport(report, timing.now()))
  const [result] = await Promise.all([
    deliver(first, delivery),
    ...collectOthers(context, collected, deadline, (other) =>
      outbox.put(toQueuedReport({ ...other, intervalSeconds }, timing.now())),
    ),
  ])
  if (result.kind === 'delivered' || result.kind === 'rejected') await deliverRest(outbox, delivery)
  return toExitCode(result) || own
}

function toExitCode(result: UploadResult): 0 | 1 | 2 {
  if (result.kind === 'delivered') return 0
  return result.kind === 'misconfigured' ? 2 : 1
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
