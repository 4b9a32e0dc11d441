import { setTimeout as sleep } from 'node:timers/promises'
import { HttpFault, openRequest, readBody, withDeadline } from './http.ts'
import { checkJpeg } from './jpeg.ts'
import type { MissingPicture, Picture } from './report.ts'

export interface Camera {
  url: URL
  headers?: Record<string, string>
}

export type CameraResult = { picture: Picture } | { missing: MissingPicture }

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
export async function takePicture(
  camera: Camera,
  signal: AbortSignal,
  limits: CameraLimits = cameraLimits,
): Promise<CameraResult> {
  const deadline = withDeadline(signal, limits.deadlineMs)
  const first = await tryPicture(camera, deadline, limits)
  if ('picture' in first || first.missing.reason !== 'camera_error') return first
  try {
    await sleep(limits.retryMs, undefined, { signal: deadline })
  } catch {
    return first
  }
  return tryPicture(camera, deadline, limits)
}

async function tryPicture(
  camera: Camera,
  signal: AbortSignal,
  limits: CameraLimits,
): Promise<CameraResult> {
  try {
    const message = await openRequest({ ...camera, signal })
    // The answer's head comes when the frame is there; its bytes may take a while longer.
    const capturedAt = new Date()
    const refusal = judgeHead(message.statusCode ?? 0, message.headers['content-type'] ?? '')
    if (refusal !== null) {
      message.destroy()
      return fail(refusal)
    }
    const checked = checkJpeg(await readBody(message, limits.maxBytes, signal))
    return 'fault' in checked
      ? fail(checked.fault)
      : { picture: { jpeg: checked.jpeg, capturedAt } }
  } catch (error) {
    if (!(error instanceof HttpFault)) throw error
    return error.kind === 'timeout'
      ? { missing: { reason: 'camera_timeout', detail: `the camera: ${error.message}` } }
      : fail(`the camera: ${error.message}`)
  }
}

/** What the head alone shows to be no picture; the declared type of a picture is not asked, only its bytes. */
function judgeHead(status: number, contentType: string): string | null {
  if (status >= 300 && status < 400)
    return `the camera redirects (HTTP ${status}): put the address that it redirects to into SNAPSHOT_URL`
  if (status !== 200) return `the camera answers HTTP ${status}`
  if (/^multipart\//i.test(contentType))
    return 'SNAPSHOT_URL is a stream: use the address of a single picture (often ?action=snapshot)'
  if (/^text\//i.test(contentType))
    return 'SNAPSHOT_URL is a web page: use the address of the picture itself'
  return null
}

function fail(detail: string): CameraResult {
  return { missing: { reason: 'camera_error', detail } }
}
