import type { Machine } from './machine.ts'
import { takePicture } from './picture/frame.ts'
import { poseAt } from './pose.ts'

/** `hanging`: takes the request and never answers, as a stream server does when its camera has died. */
export type CameraMode = 'on' | 'error' | 'hanging'

export interface Camera {
  mode: CameraMode
  lightsOn: boolean
  /** A JPEG and when it was taken. */
  shoot(): Promise<{ bytes: Buffer; takenAtMs: number }>
}

// A camera that makes two frames a second gives everybody who asks within one the same.
const frameMs = 500

export function createCamera(machine: Machine, now: () => number, seed: number): Camera {
  let latest: { key: string; takenAtMs: number; bytes: Promise<Buffer> } | null = null
  const camera: Camera = {
    mode: 'on',
    lightsOn: true,
    async shoot() {
      const takenAtMs = now()
      const tick = Math.floor(takenAtMs / frameMs)
      const key = `${tick} ${camera.lightsOn}`
      if (latest?.key !== key) latest = { key, takenAtMs, bytes: draw(takenAtMs, tick) }
      const { bytes, takenAtMs: at } = latest
      return { bytes: await bytes, takenAtMs: at }
    },
  }

  function draw(tMs: number, tick: number): Promise<Buffer> {
    const reading = machine.read()
    return takePicture({
      part: reading.job.part,
      built: reading.print.built,
      progress: reading.print.sent,
      pose: poseAt(reading, tMs),
      lightsOn: camera.lightsOn,
      grain: tick + seed * 7919,
    })
  }
  return camera
}
