import { setTimeout as sleep } from 'node:timers/promises'
import type { CameraConfig } from './config-camera.ts'
import type { DigestCredentials } from './digest.ts'
import { checkFrame, type Frame } from './frame.ts'
import { type HomeResponse, openHomeRequest, readHomeBody } from './home-http.ts'
import { runHook } from './hooks.ts'
import { HttpError, withDeadline } from './http.ts'
import type { Log } from './log.ts'
import { findPicture } from './picture/find-picture.ts'
import { getPrivacyReason } from './privacy.ts'
import type { MissingPicture } from './report.ts'

export interface Camera {
  url: URL
  headers?: Record<string, string>
  digest?: DigestCredentials | null
  /** A missing picture (HTTP 204, 403 or 404) means that there is no camera, which is not an error. */
  mayBeAbsent?: boolean
}

export type CameraResult = { frame: Frame } | { missing: MissingPicture } | { absent: true }

export interface CameraLimits {
  /** For the whole capture, including a second attempt. */
  deadlineMs: number
  maxBytes: number
  /** Delay before the second attempt: a camera that has just woken up has no picture yet. */
  retryMs: number
}

export const cameraLimits: CameraLimits = {
  deadlineMs: 10_000,
  maxBytes: 10 * 1_048_576,
  retryMs: 2_000,
}

/** Returns one picture, or why it is missing; errors are part of the result. */
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
    const response = await openHomeRequest({ ...camera, signal, idleMs: limits.deadlineMs })
    // The response headers arrive when the frame is ready; its bytes may take a while longer.
    const arrivedAt = new Date()
    const isAbsent = camera.mayBeAbsent === true && absentStatuses.has(response.status)
    const problem = checkHead(response)
    if (isAbsent || problem !== null) response.close()
    if (isAbsent) return { absent: true }
    if (problem !== null) return fail(problem)
    const checked = checkFrame(await readPicture(response, limits.maxBytes))
    if ('error' in checked) return fail(checked.error)
    const capturedAt = readTimestamp(response.headers, arrivedAt)
    return { frame: { bytes: checked.frame, capturedAt } }
  } catch (error) {
    if (signal.aborted || (error instanceof HttpError && error.kind === 'timeout'))
      return fail(
        `the camera: no complete picture in ${limits.deadlineMs / 1000} s; if it is slow, increase CAMERA_TIMEOUT_SECONDS`,
        'camera_timeout',
      )
    if (!(error instanceof HttpError)) throw error
    return fail(`the camera: ${error.message}`)
  }
}

const jpegEnd = Buffer.from([0xff, 0xd9])

/**
 * Reads until a complete picture has arrived, so that a stream is closed after its first one.
 * @throws HttpError `cut-short` if ustreamer says in a part's head that its camera is offline
 */
async function readPicture(response: HomeResponse, maxBytes: number): Promise<Buffer> {
  let last = 0
  const bytes = await readHomeBody(response, maxBytes, (getBytes, chunk) => {
    const mayEnd = chunk.includes(jpegEnd) || (last === 0xff && chunk[0] === 0xd9)
    last = chunk.at(-1) ?? 0
    return mayEnd && findPicture(getBytes()).kind === 'whole'
  })
  const found = findPicture(bytes)
  const head = found.kind === 'whole' ? bytes.toString('latin1', 0, found.start) : ''
  if (/^x-ustreamer-online:\s*false/im.test(head)) throw new HttpError('cut-short', offline)
  return bytes
}

// ustreamer then sends a valid JPEG that says NO LIVE VIDEO.
const offline = 'ustreamer reports that its camera is offline'

/** Returns why the status or headers rule out a picture. The declared content type isn't trusted, only the bytes. */
function checkHead({ status, headers }: HomeResponse): string | null {
  if (status >= 300 && status < 400)
    return `the camera redirects (HTTP ${status}): set SNAPSHOT_URL to the address it redirects to`
  if (status !== 200) return `the camera returned HTTP ${status}`
  return headers.get('x-ustreamer-online') === 'false' ? offline : null
}

/** mjpg-streamer reports when the frame was captured; with some cameras that counts from the machine's boot. */
function readTimestamp(headers: HomeResponse['headers'], arrivedAt: Date): Date {
  const timestamp = headers.get('x-timestamp')
  const ageMs = arrivedAt.getTime() - Number(timestamp) * 1000
  return timestamp !== undefined && ageMs >= 0 && ageMs < 60_000
    ? new Date(arrivedAt.getTime() - ageMs)
    : arrivedAt
}

function fail(detail: string, reason: MissingPicture['reason'] = 'camera_error'): CameraResult {
  return { missing: { reason, detail } }
}

/** Captures one frame unless privacy settings forbid it, with the hooks (lights) around it. Errors are part of the result. */
export async function capture(
  source: Camera,
  camera: CameraConfig,
  { signal, log, now }: { signal: AbortSignal; log: Log; now: Date },
): Promise<CameraResult> {
  const detail = getPrivacyReason(camera.privacy, now)
  if (detail !== null) return { missing: { reason: 'privacy', detail } }
  await runHook('HOOK_BEFORE', camera.hooks.before, log)
  try {
    // A camera that was asleep needs a few frames to adjust its exposure.
    const limits = { ...cameraLimits, deadlineMs: camera.timeoutMs }
    for (let frame = 0; frame < camera.warmupFrames; frame += 1) {
      const result = await captureFrame(source, signal, limits)
      if (!('frame' in result)) return result
    }
    return await captureFrame(source, signal, limits)
  } finally {
    await runHook('HOOK_AFTER', camera.hooks.after, log)
  }
}
