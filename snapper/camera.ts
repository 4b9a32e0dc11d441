import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DigestCredentials } from './digest.ts'
import { checkFrame, type Frame } from './frame.ts'
import { HttpError, openRequest, readBody, withDeadline } from './http.ts'
import { readFirstPart } from './mjpeg-part.ts'
import type { MissingPicture } from './report.ts'

export interface Camera {
  url: URL
  headers?: Record<string, string>
  digest?: DigestCredentials | null
  /** Nobody said that there is one: where it isn't, nothing is missing. */
  mayBeAbsent?: boolean
}

export type CameraResult = { frame: Frame } | { missing: MissingPicture } | { absent: true }

export interface CameraLimits {
  /** For everything, a second try included. */
  deadlineMs: number
  maxBytes: number
  /** Before the second try: a camera that has just woken up has no picture yet. */
  retryMs: number
}

export const cameraLimits: CameraLimits = {
  deadlineMs: 10_000,
  maxBytes: 10 * 1_048_576,
  retryMs: 2_000,
}

/** One picture, or why there is none; a fault is a result. */
export async function captureFrame(
  camera: Camera,
  signal: AbortSignal,
  limits: CameraLimits = cameraLimits,
): Promise<CameraResult> {
  const deadline = withDeadline(signal, limits.deadlineMs)
  const first = await tryFrame(camera, deadline, limits)
  if (!('missing' in first) || first.missing.reason !== 'camera_error') return first
  try {
    await sleep(limits.retryMs, undefined, { signal: deadline })
  } catch {
    return first
  }
  return tryFrame(camera, deadline, limits)
}

const absentStatuses = new Set([204, 403, 404])

async function tryFrame(
  camera: Camera,
  signal: AbortSignal,
  limits: CameraLimits,
): Promise<CameraResult> {
  try {
    const message = await openRequest({ ...camera, signal })
    // The answer's head comes when the frame is there; its bytes may take a while longer.
    const arrivedAt = new Date()
    const status = message.statusCode ?? 0
    const isAbsent = camera.mayBeAbsent === true && absentStatuses.has(status)
    const refusal = judgeHead(status, message.headers)
    if (isAbsent || refusal !== null) message.destroy()
    if (isAbsent) return { absent: true }
    if (refusal !== null) return fail(refusal)
    const checked = checkFrame(await readPicture(message, limits.maxBytes, signal))
    if ('fault' in checked) return fail(checked.fault)
    const capturedAt = readTimestamp(message.headers, arrivedAt)
    return { frame: { bytes: checked.frame, capturedAt } }
  } catch (error) {
    if (signal.aborted || (error instanceof HttpError && error.kind === 'timeout'))
      return {
        missing: { reason: 'camera_timeout', detail: 'the camera: no whole answer in time' },
      }
    if (!(error instanceof HttpError)) throw error
    return fail(`the camera: ${error.message}`)
  }
}

function readPicture(
  message: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const isStream = /^multipart\//i.test(message.headers['content-type'] ?? '')
  return isStream ? readFirstPart(message, maxBytes) : readBody(message, maxBytes, signal)
}

/** What the head alone shows to be no picture; the declared type of a picture is not asked, only its bytes. */
function judgeHead(status: number, headers: IncomingHttpHeaders): string | null {
  if (status >= 300 && status < 400)
    return `the camera redirects (HTTP ${status}): put the address that it redirects to into SNAPSHOT_URL`
  if (status !== 200) return `the camera answers HTTP ${status}`
  // It sends a valid picture then, which says NO LIVE VIDEO.
  if (headers['x-ustreamer-online'] === 'false') return 'ustreamer says that its camera is gone'
  if (/^text\//i.test(headers['content-type'] ?? ''))
    return 'SNAPSHOT_URL is a web page: use the address of the picture itself'
  return null
}

/** mjpg-streamer's own time of the picture, which with some cameras counts from the start of the machine. */
function readTimestamp(headers: IncomingHttpHeaders, arrivedAt: Date): Date {
  const timestamp = headers['x-timestamp']
  const ageMs = arrivedAt.getTime() - Number(timestamp) * 1000
  return timestamp !== undefined && ageMs >= 0 && ageMs < 60_000
    ? new Date(arrivedAt.getTime() - ageMs)
    : arrivedAt
}

function fail(detail: string): CameraResult {
  return { missing: { reason: 'camera_error', detail } }
}
