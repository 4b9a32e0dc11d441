import { createHash } from 'node:crypto'
import { type CameraResult, takePicture } from './camera.ts'
import type { Config } from './config.ts'
import { toFields } from './encode.ts'
import { withDeadline } from './http.ts'
import type { Log } from './log.ts'
import { type OctoPrintReading, readOctoPrint } from './octoprint.ts'
import type { Reading, Report } from './report.ts'
import { type Timing, uploadReport } from './upload.ts'
import type { Verdict } from './verdict.ts'

/** Everything that one shot may take, in milliseconds. */
export const shotMs = 90_000

export interface ShotOptions {
  config: Config
  /** What is promised with this report. */
  intervalSeconds: number
  isDryRun: boolean
  /** The last reading, where there is one. */
  before: Reading | null
  log: Log
  timing: Timing
  stop: AbortSignal
}

export interface ShotResult {
  /** `key-refused`: the report is delivered, but OctoPrint wouldn't say anything. */
  outcome: 'done' | 'passing' | 'misconfigured' | 'key-refused' | 'stopped'
  reading: Reading | null
}

/** Asks the printer and the camera at the same time and sends whatever came. Never throws. */
export async function takeShot(options: ShotOptions): Promise<ShotResult> {
  const { config, log, stop } = options
  const endsAtMs = Date.now() + shotMs
  const deadline = AbortSignal.timeout(shotMs)
  const gathering = withDeadline(stop, shotMs)
  const [printer, camera] = await Promise.all([
    config.octoprint && readOctoPrint(config.octoprint, options.before, gathering),
    config.camera && takePicture(config.camera, gathering),
  ])
  const reading = printer?.reading ?? null
  if (stop.aborted) return { outcome: 'stopped', reading: options.before }
  tell(log, printer, camera)
  const report: Report = {
    reading,
    picture: camera !== null && 'picture' in camera ? camera.picture : null,
    missing: camera !== null && 'missing' in camera ? camera.missing : null,
    intervalSeconds: options.intervalSeconds,
  }
  const own = reading?.state === 'unauthorized' ? 'key-refused' : 'done'
  if (options.isDryRun) {
    log('info', 'dry run, nothing is sent', listContents(report))
    return { outcome: own, reading }
  }
  const context = { log, timing: options.timing, deadline, endsAtMs, stop }
  const verdict = await uploadReport(config.site, report, context)
  tellVerdict(log, verdict, report)
  return { outcome: verdict.kind === 'delivered' ? own : toOutcome(verdict), reading }
}

function toOutcome(verdict: Verdict): 'passing' | 'misconfigured' {
  return verdict.kind === 'misconfigured' ? 'misconfigured' : 'passing'
}

function tell(log: Log, printer: OctoPrintReading | null, camera: CameraResult | null): void {
  if (printer !== null) {
    const { state, status, backend } = printer.reading
    const level = state === 'unauthorized' ? 'error' : printer.detail === null ? 'info' : 'warn'
    log(level, 'printer', { state, status, backend, detail: printer.detail ?? undefined })
  }
  if (camera === null) return
  if ('missing' in camera) log('warn', 'no picture', { ...camera.missing })
  else log('info', 'picture', { bytes: camera.picture.jpeg.length })
}

function tellVerdict(log: Log, verdict: Verdict, report: Report): void {
  const bytes = report.picture?.jpeg.length ?? 0
  if (verdict.kind === 'delivered')
    log('info', 'delivered', { picture_bytes: bytes, detail: verdict.detail ?? undefined })
  else log('error', 'not delivered', { kind: verdict.kind, detail: verdict.detail })
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
