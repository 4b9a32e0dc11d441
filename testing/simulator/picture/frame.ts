import { develop } from './develop.ts'
import { createMaterials } from './materials.ts'
import { type PartName, parts } from './parts/catalogue.ts'
import type { Pose } from './printer-mesh.ts'
import { render } from './render.ts'
import { getRoom } from './room.ts'
import { createScene } from './scene.ts'

/** What the camera sees at one moment. */
export interface View {
  part: PartName
  /** Share of the part's height that stands on the bed, 0 to 1. */
  built: number
  /** Share of the job that is done, for the printer's own screen. */
  progress: number
  pose: Pose
  lightsOn: boolean
  /** Any whole number: another one gives other sensor noise. */
  grain: number
}

/** Takes the picture: a JPEG of 1280x720 pixels, about four tenths of a second of one core, the first some three times that. */
export async function takePicture(view: View): Promise<Buffer> {
  const part = parts[view.part]
  const room = await getRoom(view.lightsOn)
  const mesh = createScene(part, view.built * part.height, view.pose)
  const materials = createMaterials(part.filament, view.lightsOn)
  const light = render(mesh, materials, room, {
    bedY: view.pose.bedY,
    progress: view.progress,
    lightsOn: view.lightsOn,
  })
  return develop(light, { grain: view.grain, lightsOn: view.lightsOn })
}
