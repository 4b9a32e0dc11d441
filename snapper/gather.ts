import { activeStates } from '#lib/printers/wire/states.ts'
import type { CameraResult } from './camera.ts'
import type { Config } from './config.ts'
import type { Ledger } from './ledger.ts'
import type { Log } from './log.ts'
import type { Memory } from './memory.ts'
import { type OctoPrintReading, readOctoPrint } from './octoprint.ts'
import { readTurnOfOctoPrint } from './octoprint-camera.ts'
import { preparePicture } from './picture/prepare.ts'
import { asItIs, type Turn } from './picture/turn.ts'
import type { Reading, Report } from './report.ts'
import { snap } from './snap.ts'
import type { Timing } from './timing.ts'

export interface GatherContext {
  config: Config
  /** Read, and written with what this report is. */
  memory: Memory
  ledger: Ledger
  timing: Timing
  log: Log
}

type Gathered = Omit<Report, 'intervalSeconds'>

/** Asks the printer and the camera at the same time. Whatever fails is part of the result: it never throws. */
export async function gather(context: GatherContext, signal: AbortSignal): Promise<Gathered> {
  const { config, memory, log, timing } = context
  const now = new Date(timing.now())
  const [printer, camera] = await Promise.all([
    config.octoprint && readOctoPrint(config.octoprint, memory.before, signal),
    snap(config.camera, { signal, log, now }),
  ])
  const reading = printer?.reading ?? null
  if (signal.aborted) return { reading, picture: null, missing: null }
  if (printer !== null) tellPrinter(log, printer)
  const isActive = reading !== null && activeStates.has(reading.state)
  memory.before = reading && { state: reading.state, jobName: reading.jobName }
  return { reading, ...(await toPicture(context, camera, isActive, signal)) }
}

async function toPicture(
  context: GatherContext,
  camera: CameraResult,
  isActive: boolean,
  signal: AbortSignal,
): Promise<Pick<Report, 'picture' | 'missing'>> {
  const { config, memory, log, timing } = context
  const none = { picture: null, missing: null }
  if ('absent' in camera) return none
  if ('missing' in camera) {
    log(camera.missing.reason === 'privacy' ? 'info' : 'warn', 'no picture', { ...camera.missing })
    return { ...none, missing: camera.missing }
  }
  const { bytes, capturedAt } = camera.frame
  const maxBytes = findBudget(context)
  const prepared = await preparePicture(bytes, {
    turn: await findTurn(context, signal),
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

function findBudget({ config, ledger }: GatherContext): number | null {
  const { perPictureBytes, perDayBytes } = config.camera.budget
  if (perPictureBytes === null && perDayBytes === null) return null
  return Math.min(perPictureBytes ?? Number.POSITIVE_INFINITY, ledger.available())
}

const turnLastsMs = 3_600_000

/** As told, else as OctoPrint's settings say, which are asked once an hour. */
async function findTurn(context: GatherContext, signal: AbortSignal): Promise<Turn> {
  const { config, memory, timing } = context
  if (config.camera.turn !== null) return config.camera.turn
  if (config.octoprint === null) return asItIs
  const nowMs = timing.now()
  const isSilent = memory.before?.state === 'unreachable' || memory.before?.state === 'unauthorized'
  if (isSilent) return memory.turn?.turn ?? asItIs
  if (memory.turn !== null && Math.abs(nowMs - memory.turn.askedAtMs) < turnLastsMs)
    return memory.turn.turn
  const turn = await readTurnOfOctoPrint(config.octoprint, signal)
  if (turn !== null) memory.turn = { turn, askedAtMs: nowMs }
  return turn ?? memory.turn?.turn ?? asItIs
}

function tellPrinter(log: Log, { reading, detail }: OctoPrintReading): void {
  const { state, status, backend }: Reading = reading
  const level = state === 'unauthorized' ? 'error' : detail === null ? 'info' : 'warn'
  log(level, 'printer', { state, status, backend, detail: detail ?? undefined })
}
