import { type CameraResult, takePicture } from './camera.ts'
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import { type OctoPrintReading, readOctoPrint } from './octoprint.ts'
import type { Reading, Report } from './report.ts'

export interface Gathered {
  reading: Reading | null
  picture: Report['picture']
  missing: Report['missing']
}

/** Asks the printer and the camera at the same time. Whatever fails is part of the result: it never throws. */
export async function gather(
  config: Config,
  before: Pick<Reading, 'state' | 'jobName'> | null,
  { signal, log }: { signal: AbortSignal; log: Log },
): Promise<Gathered> {
  const [printer, camera] = await Promise.all([
    config.octoprint && readOctoPrint(config.octoprint, before, signal),
    config.camera && takePicture(config.camera, signal),
  ])
  if (!signal.aborted) tell(log, printer, camera)
  return {
    reading: printer?.reading ?? null,
    picture: camera !== null && 'picture' in camera ? camera.picture : null,
    missing: camera !== null && 'missing' in camera ? camera.missing : null,
  }
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
