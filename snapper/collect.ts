import { activeStates } from '#lib/api/states.ts'
import { type Camera, type CameraResult, capture } from './camera.ts'
import type { Config } from './config.ts'
import type { CameraConfig } from './config-camera.ts'
import { runHook } from './hooks.ts'
import { withDeadline } from './http.ts'
import type { Log } from './log.ts'
import type { Mqtt } from './mqtt/types.ts'
import { preparePicture } from './picture/prepare.ts'
import { identityTransform, type Transform } from './picture/transform.ts'
import type { Backend, BackendReading, KnownCamera } from './printers/backend.ts'
import { toPreviousState } from './printers/job-end.ts'
import { getPrivacyReason } from './privacy.ts'
import type { Reading, Report } from './report.ts'
import type { SavedState } from './state-file.ts'
import type { Timing } from './timing.ts'
import type { TokenBucket } from './token-bucket.ts'
import type { SizeLimit } from './uploader.ts'

export interface CollectContext {
  config: Config
  /** `null` if only a camera is reported. */
  backend: Backend | null
  /** The camera that the printer's server has configured, as last fetched. */
  known?: { camera: KnownCamera; fetchedAtMs: number }
  /** Loaded from the state file; `collect` updates it with this report. */
  savedState: SavedState
  bucket: TokenBucket
  timing: Timing
  log: Log
  sizeLimit?: SizeLimit
  /** The other cameras' pictures, while they are taken. */
  rest?: Set<Promise<void>>
  mqtt?: Mqtt | null
}

export interface Collected extends Omit<Report, 'intervalSeconds'> {
  /** The end of a job since the last report, if the printer's server recorded it. */
  end: Reading | null
}

/** Time limit for the printer and the camera; 45 s by default. */
export function getCollectMs({ timeoutMs }: Config['camera']): number {
  return 35_000 + timeoutMs
}

/** Reads the printer and the camera concurrently. Failures are part of the result: it never throws. */
export async function collect(context: CollectContext, signal: AbortSignal): Promise<Collected> {
  const { backend, config, savedState, log } = context
  const [printer, captured] = await Promise.all([
    backend === null ? null : backend.read(savedState.previous, signal),
    captureCamera(context, signal),
  ])
  const reading = printer?.reading ?? null
  if (signal.aborted) return { reading, end: null, picture: null, missing: null }
  if (printer !== null) logPrinter(log, printer)
  if (reading !== null && printer?.detail?.startsWith('answered'))
    reading.status = reading.status.replace("can't be reached", 'answered, but not in JSON')
  // While a print is paused the picture only matters if something visible changes.
  const isActive = isVisiblyActive(reading)
  savedState.previous =
    printer && toPreviousState(savedState.previous, printer.reading, printer.history)
  const end = printer?.end ?? null
  const camera = config.camera
  const picture = await toPicture(context, camera, captured, isActive)
  const collected = { reading, end, camera, ...picture }
  context.mqtt?.publish(collected)
  return collected
}

function isVisiblyActive(reading: Reading | null): boolean {
  return reading !== null && activeStates.has(reading.state) && reading.state !== 'paused'
}

const noHooks = { before: null, after: null }

/**
 * Takes the pictures of the other cameras at the same time, and passes on each as soon as it is there. One that fails is logged, and
 * the site shows the age of its last picture.
 * @returns what is being done; nothing of it rejects
 */
export function collectOthers(
  context: CollectContext,
  { reading }: Pick<Collected, 'reading'>,
  signal: AbortSignal,
  put: (report: Omit<Report, 'intervalSeconds'>) => void,
): Promise<void>[] {
  const { config, log, timing } = context
  const { hooks, privacy } = config.camera
  const how = { signal, log, now: new Date(timing.now()) }
  if (config.otherCameras.length === 0 || getPrivacyReason(privacy, how.now) !== null) return []
  // Once for all of them, so that none switches the lights off while another one looks.
  const ready = runHook('HOOK_BEFORE', hooks.before, log)
  const takePicture = async (camera: CameraConfig) => {
    if (camera.url === null) return
    await ready
    const result = await capture({ url: camera.url }, { ...camera, hooks: noHooks }, how)
    const captured = { result, transform: camera.transform ?? identityTransform }
    const { picture } = await toPicture(context, camera, captured, isVisiblyActive(reading))
    const observedAt = reading?.observedAt
    if (picture !== null) put({ reading: null, missing: null, picture, camera, observedAt })
  }
  const pictures = config.otherCameras.map((camera) =>
    takePicture(camera).catch((error: unknown) =>
      log('error', 'unexpected error', { detail: String(error) }),
    ),
  )
  return [...pictures, Promise.all(pictures).then(() => runHook('HOOK_AFTER', hooks.after, log))]
}

interface Capture {
  result: CameraResult
  transform: Transform
}

/** Uses SNAPSHOT_URL if set, else the camera of the printer's server; same for its orientation. */
async function captureCamera(context: CollectContext, signal: AbortSignal): Promise<Capture> {
  const { config, log, timing } = context
  const named: Camera | null = config.camera.url && { url: config.camera.url }
  const how = { signal, log, now: new Date(timing.now()) }
  const pending = getKnownCamera(context, signal)
  const camera = named ?? (await pending)?.camera ?? null
  const [result, known] = await Promise.all([
    camera === null ? { absent: true as const } : capture(camera, config.camera, how),
    pending,
  ])
  return { result, transform: config.camera.transform ?? known?.transform ?? identityTransform }
}

const settingsMs = 5_000
const knownCameraTtlMs = 3_600_000

/** Cached for an hour: camera settings rarely change. */
async function getKnownCamera(
  context: CollectContext,
  signal: AbortSignal,
): Promise<KnownCamera | null> {
  const { backend, config, timing } = context
  if (backend === null || (config.camera.url !== null && config.camera.transform !== null))
    return null
  const nowMs = timing.monotonic()
  if (context.known && nowMs - context.known.fetchedAtMs < knownCameraTtlMs)
    return context.known.camera
  const camera = await backend.findCamera(withDeadline(signal, settingsMs))
  if (camera !== null) context.known = { camera, fetchedAtMs: nowMs }
  return camera ?? context.known?.camera ?? null
}

async function toPicture(
  context: CollectContext,
  { number, mask, darkLuma }: CameraConfig,
  { result, transform }: Capture,
  isActive: boolean,
): Promise<Pick<Report, 'picture' | 'missing'>> {
  const { savedState, timing } = context
  const log: Log = (level, message, fields) =>
    context.log(level, message, number === 1 ? fields : { camera: number, ...fields })
  const none = { picture: null, missing: null }
  if ('absent' in result) return none
  if ('missing' in result) {
    log(result.missing.reason === 'privacy' ? 'info' : 'warn', 'no picture', { ...result.missing })
    return { ...none, missing: result.missing }
  }
  const { bytes, capturedAt } = result.frame
  const maxBytes = getMaxBytes(context)
  const prepared = await preparePicture(bytes, {
    transform,
    mask,
    darkLuma,
    maxBytes: toFinite(Math.min(maxBytes ?? Infinity, context.sizeLimit?.pictureBytes ?? Infinity)),
    skipsUnchanged: maxBytes !== null,
    last: number === 1 ? savedState.lastPicture : (savedState.otherPictures[number] ?? null),
    isActive,
    nowMs: timing.now(),
  })
  if (prepared.kind === 'picture') {
    if (number === 1) savedState.lastPicture = prepared.last
    else savedState.otherPictures[number] = prepared.last
    log('info', 'picture', { camera_bytes: bytes.length, bytes: prepared.jpeg.length })
    return { ...none, picture: { jpeg: prepared.jpeg, capturedAt } }
  }
  if (prepared.kind === 'missing') {
    log('warn', 'no picture', { ...prepared.missing })
    return { ...none, missing: prepared.missing }
  }
  if (prepared.kind === 'over-budget')
    log('warn', 'no picture: over the budget', { detail: prepared.detail })
  else if (prepared.isSameBytes)
    log('warn', 'identical picture, not sent: the camera may be frozen')
  else log('info', 'picture unchanged, not sent')
  return none
}

function getMaxBytes({ config, bucket }: CollectContext): number | null {
  const { perPictureBytes, perDayBytes } = config.camera.budget
  if (perPictureBytes === null && perDayBytes === null) return null
  return Math.min(perPictureBytes ?? Number.POSITIVE_INFINITY, bucket.available())
}

function toFinite(bytes: number): number | null {
  return Number.isFinite(bytes) ? bytes : null
}

function logPrinter(log: Log, { reading, detail }: BackendReading): void {
  const { state, status, backend }: Reading = reading
  const level = state === 'unauthorized' ? 'error' : detail === null ? 'info' : 'warn'
  log(level, 'printer', { state, status, backend, detail: detail ?? undefined })
}
