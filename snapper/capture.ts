import { type Camera, type CameraResult, captureFrame } from './camera.ts'
import type { CameraConfig } from './config-camera.ts'
import { runHook } from './hooks.ts'
import type { Log } from './log.ts'
import { findPrivacy } from './privacy.ts'

/** A frame of the camera, with the lights on and where nothing speaks against it. A fault is a result. */
export async function capture(
  source: Camera,
  camera: CameraConfig,
  { signal, log, now }: { signal: AbortSignal; log: Log; now: Date },
): Promise<CameraResult> {
  const detail = findPrivacy(camera.privacy, now)
  if (detail !== null) return { missing: { reason: 'privacy', detail } }
  await runHook('HOOK_BEFORE', camera.hooks.before, log)
  try {
    // A camera that has slept needs a few frames to find the light.
    for (let frame = 0; frame < camera.warmupFrames; frame += 1) {
      const result = await captureFrame(source, signal)
      if (!('frame' in result)) return result
    }
    return await captureFrame(source, signal)
  } finally {
    await runHook('HOOK_AFTER', camera.hooks.after, log)
  }
}
