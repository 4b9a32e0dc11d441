import { activeStates } from '#lib/api/states.ts'
import type { Camera, CameraResult } from './camera.ts'
import { capture } from './capture.ts'
import type { Config } from './config.ts'
import { withDeadline } from './http.ts'
import type { Log } from './log.ts'
import { preparePicture } from './picture/prepare.ts'
import { identityTransform, type Transform } from './picture/transform.ts'
import type { Backend, BackendReading, KnownCamera } from './printers/backend.ts'
import { toPreviousState } from './printers/job-end.ts'
import type { Reading, Report } from './report.ts'
import type { SavedState } from './state-file.ts'
import type { Timing } from './timing.ts'
import type { TokenBucket } from './token-bucket.ts'

export interface CollectContext {
  config: Config
  /** `null` where only a camera is reported. */
  backend: Backend | null
  /** The camera that the printer's server knows of, as asked last. */
  known?: { camera: KnownCamera; askedAtMs: number }
  /** Read, and written with what this report is. */
  memory: SavedState
  ledger: TokenBucket
  timing: Timing
  log: Log
}

interface Gathered extends Omit<Report, 'intervalSeconds'> {
  /** The end of a job since the last report, where the printer's server has written it down. */
  end: Reading | null
}

/** Asks the printer and the camera at the same time. Whatever fails is part of the result: it never throws. */
export async function collect(context: CollectContext, signal: AbortSignal): Promise<Gathered> {
  const { backend, memory, log } = context
  const [printer, view] = await Promise.all([
    backend === null ? null : backend.read(memory.before, signal),
    takeView(context, signal),
  ])
  const reading = printer?.reading ?? null
  if (signal.aborted) return { reading, end: null, picture: null, missing: null }
  if (printer !== null) tellPrinter(log, printer)
  // While it is paused nothing moves but what somebody would see.
  const isActive = reading !== null && activeStates.has(reading.state) && reading.state !== 'paused'
  memory.before = printer && toPreviousState(memory.before, printer.reading, printer.history)
  const end = printer?.end ?? null
  return { reading, end, ...(await toPicture(context, view, isActive)) }
}

interface View {
  result: CameraResult
  turn: Transform
}

/** The camera that is named, else the one that the printer's server knows of; turned as told, else as that one says. */
async function takeView(context: CollectContext, signal: AbortSignal): Promise<View> {
  const { config, log, timing } = context
  const named: Camera | null = config.camera.url && { url: config.camera.url }
  const how = { signal, log, now: new Date(timing.now()) }
  const take = (camera: Camera | null) =>
    camera === null ? absent : capture(camera, config.camera, how)
  if (named !== null) {
    const [result, known] = await Promise.all([take(named), findKnown(context, signal)])
    return { result, turn: config.camera.turn ?? known?.turn ?? identityTransform }
  }
  const known = await findKnown(context, signal)
  return {
    result: await take(known?.camera ?? null),
    turn: config.camera.turn ?? known?.turn ?? identityTransform,
  }
}

const absent: CameraResult = { absent: true }
const settingsMs = 5_000
const knownLastsMs = 3_600_000

/** Asked once an hour; nobody turns a camera more often. */
async function findKnown(
  context: CollectContext,
  signal: AbortSignal,
): Promise<KnownCamera | null> {
  const { backend, config, timing } = context
  if (backend === null || (config.camera.url !== null && config.camera.turn !== null)) return null
  const nowMs = timing.monotonic()
  if (context.known && nowMs - context.known.askedAtMs < knownLastsMs) return context.known.camera
  const camera = await backend.findCamera(withDeadline(signal, settingsMs))
  if (camera !== null) context.known = { camera, askedAtMs: nowMs }
  return camera ?? context.known?.camera ?? null
}

async function toPicture(
  context: CollectContext,
  { result, turn }: View,
  isActive: boolean,
): Promise<Pick<Report, 'picture' | 'missing'>> {
  const { config, memory, log, timing } = context
  const none = { picture: null, missing: null }
  if ('absent' in result) return none
  if ('missing' in result) {
    log(result.missing.reason === 'privacy' ? 'info' : 'warn', 'no picture', { ...result.missing })
    return { ...none, missing: result.missing }
  }
  const { bytes, capturedAt } = result.frame
  const maxBytes = findBudget(context)
  const prepared = await preparePicture(bytes, {
    turn,
    mask: config.camera.mask,
    darkLuma: config.camera.darkLuma,
    maxBytes,
    isThrifty: maxBytes !== null,
    last: memory.lastPicture,
    isActive,
    nowMs: timing.now(),
  })
  if (prepared.kind === 'picture') {
    memory.lastPicture = prepared.last
    log('info', 'picture', { camera_bytes: bytes.length, bytes: prepared.jpeg.length })
    return { ...none, picture: { jpeg: prepared.jpeg, capturedAt } }
  }
  if (prepared.kind === 'missing') {
    log('warn', 'no picture', { ...prepared.missing })
    return { ...none, missing: prepared.missing }
  }
  if (prepared.kind === 'too-dear')
    log('warn', 'no picture: over the budget', { detail: prepared.detail })
  else if (prepared.isSameBytes)
    log('warn', 'the same picture again, not sent: does the camera still live?')
  else log('info', 'nothing moved, picture not sent')
  return none
}

function findBudget({ config, ledger }: CollectContext): number | null {
  const { perPictureBytes, perDayBytes } = config.camera.budget
  if (perPictureBytes === null && perDayBytes === null) return null
  return Math.min(perPictureBytes ?? Number.POSITIVE_INFINITY, ledger.available())
}

function tellPrinter(log: Log, { reading, detail }: BackendReading): void {
  const { state, status, backend }: Reading = reading
  const level = state === 'unauthorized' ? 'error' : detail === null ? 'info' : 'warn'
  log(level, 'printer', { state, status, backend, detail: detail ?? undefined })
}
