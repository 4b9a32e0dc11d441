import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { startSimulator } from '../../testing/simulator/start.ts'

export const sizes = ['1280x720', '1920x1080'] as const
export type Size = (typeof sizes)[number]

/** Different pictures of the simulated printer, as its camera makes them, in both sizes. */
export async function takePictures(count: number): Promise<Record<Size, Buffer[]>> {
  const simulator = await startSimulator({ startFraction: 0.3 })
  const taken: Record<Size, Buffer[]> = { '1280x720': [], '1920x1080': [] }
  try {
    while (taken['1280x720'].length < count) {
      const response = await fetch(simulator.snapshotUrl)
      const frame = Buffer.from(await response.arrayBuffer())
      if (!taken['1280x720'].at(-1)?.equals(frame)) {
        taken['1280x720'].push(frame)
        taken['1920x1080'].push(
          await sharp(frame).resize(1920, 1080).jpeg({ quality: 88 }).toBuffer(),
        )
      }
      await sleep(500) // the camera's own beat
    }
  } finally {
    await simulator.close()
  }
  return taken
}
