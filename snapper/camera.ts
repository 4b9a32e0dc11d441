import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CameraConfig } from './config-camera.ts'
import type { DigestCredentials } from './digest.ts'
import { checkFrame, type Frame } from './frame.ts'
import { runHook } from './hooks.ts'
import { HttpError, openRequest, readBody, withDeadline } from './http.ts'
import type { Log } from './log.ts'
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
    const message = await openRequest({ ...camera, signal })
    // The response headers arrive when the frame is ready; its bytes may take a while longer.
    const arrivedAt = new Date()
    const status = message.statusCode ?? 0
    const isAbsent = camera.mayBeAbsent === true && absentStatuses.has(status)
    const problem = checkHead(status, message.headers)
    if (isAbsent || problem !== null) message.destroy()
    if (isAbsent) return { absent: true }
    if (problem !== null) return fail(problem)
    const checked = checkFrame(await readPicture(message, limits.maxBytes, signal))
    if ('error' in checked) return fail(checked.error)
    const capturedAt = readTimestamp(message.headers, arrivedAt)
    return { frame: { bytes: checked.frame, capturedAt } }
  } catch (error) {
    if (signal.aborted || (error instanceof HttpError && error.kind === 'timeout'))
      return fail('the camera: no complete response in time', 'camera_timeout')
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

/** Returns why the status or headers rule out a picture. The declared content type isn't trusted, only the bytes. */
function checkHead(status: number, headers: IncomingHttpHeaders): string | null {
  if (status >= 300 && status < 400)
    return `the camera redirects (HTTP ${status}): set SNAPSHOT_URL to the address it redirects to`
  if (status !== 200) return `the camera returned HTTP ${status}`
  // ustreamer then sends a valid JPEG that says NO LIVE VIDEO.
  if (headers['x-ustreamer-online'] === 'false')
    return 'ustreamer reports that its camera is offline'
  if (/^text\//i.test(headers['content-type'] ?? ''))
    return 'SNAPSHOT_URL is a web page: use the URL of the picture itself'
  return null
}

/** mjpg-streamer reports when the frame was captured; with some cameras that counts from the machine's boot. */
function readTimestamp(headers: IncomingHttpHeaders, arrivedAt: Date): Date {
  const timestamp = headers['x-timestamp']
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
    for (let frame = 0; frame < camera.warmupFrames; frame += 1) {
      const result = await captureFrame(source, signal)
      if (!('frame' in result)) return result
    }
    return await captureFrame(source, signal)
  } finally {
    await runHook('HOOK_AFTER', camera.hooks.after, log)
  }
}

/**
 * Reads the first complete part of a `multipart/x-mixed-replace` stream, then closes it. Without a Content-Length the part ends
 * at the next boundary.
 * @throws HttpError `too-large` above `maxBytes`, `cut-short` if the stream ends before the part does or its camera is
 * offline
 */
async function readFirstPart(message: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const boundary = Buffer.from(`--${readBoundary(message.headers['content-type'] ?? '')}`)
  let bytes = Buffer.alloc(0)
  try {
    for await (const chunk of message) {
      bytes = Buffer.concat([bytes, chunk])
      const part = findPart(bytes, boundary)
      if (part !== null) return part
      if (bytes.length > maxBytes) throw new HttpError('too-large', `more than ${maxBytes} bytes`)
    }
  } finally {
    message.destroy()
  }
  throw new HttpError('cut-short', 'the stream ended before its first picture')
}

/** Some servers include the leading dashes in the boundary parameter, against the standard. */
function readBoundary(contentType: string): string {
  const [, quoted, plain = ''] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? []
  return (quoted ?? plain).replace(/^--/, '')
}

function findPart(bytes: Buffer, boundary: Buffer): Buffer | null {
  const start = bytes.indexOf(boundary)
  const headEnd = start < 0 ? -1 : bytes.indexOf('\r\n\r\n', start)
  if (headEnd < 0) return null
  const head = bytes.toString('latin1', start, headEnd)
  if (/^x-ustreamer-online:\s*false/im.test(head))
    throw new HttpError('cut-short', 'ustreamer reports that its camera is offline')
  const body = bytes.subarray(headEnd + 4)
  const [, length] = /^content-length:\s*(\d+)\s*$/im.exec(head) ?? []
  if (length !== undefined)
    return body.length >= Number(length) ? body.subarray(0, Number(length)) : null
  const end = body.indexOf(boundary)
  return end < 0 ? null : body.subarray(0, end)
}
