import { createShadowMap } from './light.ts'
import { locate } from './locate.ts'
import type { Material } from './materials.ts'
import type { Mesh } from './mesh.ts'
import type { Surface } from './patterns.ts'
import { lookAt, projectVertices, type View } from './project.ts'
import { rasterise } from './rasterise.ts'
import { type Lighting, lampDirection, shade } from './shade.ts'

export const frameWidth = 1280
export const frameHeight = 720

const camera: View = lookAt(
  [-84, -600, 356],
  [-34, 0, 129],
  // Two samples each way for a pixel: edges come out smooth.
  { width: frameWidth * 2, height: frameHeight * 2 },
  { fieldOfViewDegrees: 30.6 },
)

/** Draws the mesh over the room, as linear light, three values a pixel. */
export function render(
  mesh: Mesh,
  materials: readonly Material[],
  room: Float32Array,
  facts: { bedY: number; progress: number; lightsOn: boolean },
): Float32Array {
  const projected = projectVertices(mesh, camera)
  const { triangle: seen, width } = rasterise(projected, mesh.triangles, camera)
  const lighting: Lighting = {
    lamp: createShadowMap(mesh, lampDirection, 896),
    above: createShadowMap(mesh, [0.02, -0.12, 1], 640),
    lightsOn: facts.lightsOn,
  }
  const picture = new Float32Array(frameWidth * frameHeight * 3)
  const surface = createSurface(facts.bedY, facts.progress)
  const ray: [number, number, number] = [0, 0, 0]
  const sample = { x: 0, y: 0 }

  function paintRoom(share: number, at: number): void {
    for (let k = at; k < at + 3; k++) picture[k] = (picture[k] ?? 0) + share * (room[k] ?? 0)
  }

  function paint(triangle: number, x: number, y: number, share: number, at: number): void {
    const material = materials[mesh.triangles[triangle * 4 + 3] ?? 0]
    if (triangle < 0 || !material) {
      paintRoom(share, at)
      return
    }
    sample.x = x
    sample.y = y
    locate(surface, ray, mesh, projected, triangle, sample, camera.eye)
    let solid = share
    if (material.pattern === 'wood') {
      // The desk's far end melts into the room: it is out of focus there.
      const far = Math.min(1, Math.max(0, (surface.y - 190) / 300))
      const gone = far * far * (3 - 2 * far)
      solid = share * (1 - gone)
      if (gone > 0) paintRoom(share * gone, at)
    }
    shade(surface, material, lighting, ray, turnAt(x, y), solid, picture, at)
  }

  const four = [0, 0, 0, 0]

  /** Each triangle in the pixel once, at the middle of those of the four samples in which it is seen. */
  function paintEdge(x: number, y: number, at: number): void {
    for (let i = 0; i < 4; i++) {
      const triangle = four[i] ?? -1
      let count = 0
      let sumX = 0
      let sumY = 0
      for (let j = 0; j < 4; j++) {
        if (four[j] !== triangle) continue
        if (j < i) {
          count = 0
          break
        }
        count++
        sumX += j & 1 ? 1.5 : 0.5
        sumY += j & 2 ? 1.5 : 0.5
      }
      if (count > 0) paint(triangle, x + sumX / count, y + sumY / count, count / 4, at)
    }
  }

  for (let row = 0; row < frameHeight; row++)
    for (let column = 0; column < frameWidth; column++) {
      const at = (row * frameWidth + column) * 3
      const x = column * 2
      const y = row * 2
      const first = y * width + x
      const a = seen[first] ?? -1
      four[0] = a
      four[1] = seen[first + 1] ?? -1
      four[2] = seen[first + width] ?? -1
      four[3] = seen[first + width + 1] ?? -1
      if (a !== four[1] || a !== four[2] || a !== four[3]) paintEdge(x, y, at)
      else if (a >= 0 && materials[mesh.triangles[a * 4 + 3] ?? 0]?.isFine) {
        paint(a, x + 0.5, y + 0.5, 0.5, at)
        paint(a, x + 1.5, y + 1.5, 0.5, at)
      } else paint(a, x + 1, y + 1, 1, at)
    }
  return picture
}

function createSurface(bedY: number, progress: number): Surface {
  const place = { x: 0, y: 0, z: 0, nx: 0, ny: 0, nz: 1 }
  return { ...place, red: 0, green: 0, blue: 0, emission: 0, bedY, progress }
}

/** A number from 0 to 63 for each sample, in no order that could be seen. */
function turnAt(x: number, y: number): number {
  const mixed = Math.imul((x * 2) | 0, 374_761_393) + Math.imul((y * 2) | 0, 668_265_263)
  return (Math.imul(mixed ^ (mixed >>> 13), 1_274_126_177) >>> 20) & 63
}
