import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Machine, Reading } from './machine.ts'

/** `hanging`: accepts the request and never responds, as a stream server does when its camera has died. */
export type CameraMode = 'on' | 'error' | 'hanging'

export interface Camera {
  mode: CameraMode
  lightsOn: boolean
  /** A JPEG of 1280x720 pixels and when it was taken. Two pictures taken at different moments have different bytes. */
  capture(): Promise<{ bytes: Buffer; takenAtMs: number }>
}

/**
 * Rendered pictures, a folder for each part, in order: the empty bed, the growing part at even steps of the job, the finished
 * part with the bed moved forward. `dark.jpg` is the room with the lights off.
 */
const folder = join(import.meta.dirname, 'frames')

// As a camera with two frames a second: requests within half a second get the same picture.
const frameMs = 500

export function createCamera(machine: Machine, now: () => number, seed: number): Camera {
  let latest: { key: string; takenAtMs: number; bytes: Promise<Buffer> } | null = null
  const camera: Camera = {
    mode: 'on',
    lightsOn: true,
    async capture() {
      const takenAtMs = now()
      const tick = Math.floor(takenAtMs / frameMs)
      const key = `${seed} ${tick} ${camera.lightsOn}`
      if (latest?.key !== key) {
        const path = camera.lightsOn ? getFramePath(machine.read()) : join(folder, 'dark.jpg')
        latest = { key, takenAtMs, bytes: readFile(path).then((jpeg) => addComment(jpeg, key)) }
      }
      const { bytes, takenAtMs: at } = latest
      return { bytes: await bytes, takenAtMs: at }
    },
  }
  return camera
}

function getFramePath({ job, print, text }: Reading): string {
  const files = readdirSync(join(folder, job.part)).sort()
  const steps = files.length - 2
  const step = Math.min(steps, 1 + Math.floor(print.sent * steps))
  const isFinished = text === 'Operational' && print.sent >= 1
  const hasBegun = print.phase !== 'heating' && print.phase !== 'homing'
  return join(folder, job.part, files.at(isFinished ? -1 : hasBegun ? step : 0) ?? '')
}

/** Inserts a comment segment behind the JFIF header, which is as long as its own length field says. */
function addComment(jpeg: Buffer, text: string): Buffer {
  const at = 4 + jpeg.readUInt16BE(4)
  const comment = Buffer.from(`\xff\xfe\0\0${text}`, 'latin1')
  comment.writeUInt16BE(comment.length - 2, 2)
  return Buffer.concat([jpeg.subarray(0, at), comment, jpeg.subarray(at)])
}
