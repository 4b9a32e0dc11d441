import { createShadowMap } from './light.ts'
import type { Material } from './materials.ts'
import type { Mesh, Point } from './mesh.ts'
import type { Surface } from './patterns.ts'
import { lookAt, projectVertices, type View } from './project.ts'
import { rasterise } from './rasterise.ts'
import { type Lighting, lampDirection, shade } from './shade.ts'

export const frameWidth = 1280
export const frameHeight = 720

const camera: View = lookAt(
  [-96, -610, 372],
  [-44, 0, 146],
  // Two samples each way for a pixel: edges come out smooth.
  { width: frameWidth * 2, height: frameHeight * 2 },
  { fieldOfViewDegrees: 33.5 },
)

/** Draws the mesh over the room, as linear light, three values a pixel. */
export function render(
  mesh: Mesh,
  materials: readonly Material[],
  room: Float32Array,
  facts: { bedY: number; progress: number; lightsOn: boolean },
): Float32Array {
  const projected = projectVertices(mesh, camera)
  const seen = rasterise(projected, mesh.triangles, camera)
  const lighting: Lighting = {
    lamp: createShadowMap(mesh, lampDirection, 1024),
    above: createShadowMap(mesh, [0.02, -0.12, 1], 640),
    lightsOn: facts.lightsOn,
  }
  const picture = new Float32Array(frameWidth * frameHeight * 3)
  const surface: Surface = {
    x: 0,
    y: 0,
    z: 0,
    nx: 0,
    ny: 0,
    nz: 1,
    red: 0,
    green: 0,
    blue: 0,
    emission: 0,
    bedY: facts.bedY,
    progress: facts.progress,
  }
  const ray: [number, number, number] = [0, 0, 0]

  const paint = (triangle: number, sx: number, sy: number, share: number, at: number) => {
    const px = at
    if (triangle < 0) {
      for (let k = 0; k < 3; k++)
        picture[px + k] = (picture[px + k] ?? 0) + share * (room[px + k] ?? 0)
      return
    }
    setRay(ray, sx, sy)
    locate(surface, mesh, projected, triangle, sx, sy, ray)
    const material = materials[mesh.triangles[triangle * 4 + 3] ?? 0]
    if (!material) return
    let solid = share
    if (material.pattern === 'wood') {
      // The desk's far end melts into the room: it is out of focus there.
      const far = Math.min(1, Math.max(0, (surface.y - 190) / 300))
      const gone = far * far * (3 - 2 * far)
      solid = share * (1 - gone)
      for (let k = 0; k < 3; k++)
        picture[px + k] = (picture[px + k] ?? 0) + share * gone * (room[px + k] ?? 0)
    }
    shade(surface, material, lighting, ray, turnAt(sx, sy), solid, picture, px)
  }

  const { width } = seen
  for (let row = 0; row < frameHeight; row++)
    for (let column = 0; column < frameWidth; column++) {
      const at = (row * frameWidth + column) * 3
      const first = row * 2 * width + column * 2
      const a = seen.triangle[first] ?? -1
      const b = seen.triangle[first + 1] ?? -1
      const c = seen.triangle[first + width] ?? -1
      const d = seen.triangle[first + width + 1] ?? -1
      const x = column * 2
      const y = row * 2
      const pattern = materials[mesh.triangles[a * 4 + 3] ?? 0]?.pattern
      const plain = a < 0 || pattern === 'plain' || pattern === 'wood' || pattern === 'bed'
      if (a === b && a === c && a === d && plain) {
        paint(a, x + 1, y + 1, 1, at)
        continue
      }
      paint(a, x + 0.5, y + 0.5, 0.25, at)
      paint(b, x + 1.5, y + 0.5, 0.25, at)
      paint(c, x + 0.5, y + 1.5, 0.25, at)
      paint(d, x + 1.5, y + 1.5, 0.25, at)
    }
  return picture
}

function setRay(ray: [number, number, number], sx: number, sy: number): void {
  const u = (sx - camera.width / 2) / camera.zoom
  const v = (camera.height / 2 - sy) / camera.zoom
  const { right, up, forward } = camera
  const x = forward[0] + right[0] * u + up[0] * v
  const y = forward[1] + right[1] * u + up[1] * v
  const z = forward[2] + right[2] * u + up[2] * v
  const length = Math.hypot(x, y, z)
  ray[0] = x / length
  ray[1] = y / length
  ray[2] = z / length
}

/** Fills in where the sample lies in the room and which way the surface faces there. */
function locate(
  surface: Surface,
  mesh: Mesh,
  projected: Float32Array,
  triangle: number,
  sx: number,
  sy: number,
  ray: Point,
): void {
  const a = (mesh.triangles[triangle * 4] ?? 0) * 3
  const b = (mesh.triangles[triangle * 4 + 1] ?? 0) * 3
  const c = (mesh.triangles[triangle * 4 + 2] ?? 0) * 3
  const ax = projected[a] ?? 0
  const ay = projected[a + 1] ?? 0
  const bx = projected[b] ?? 0
  const by = projected[b + 1] ?? 0
  const cx = projected[c] ?? 0
  const cy = projected[c + 1] ?? 0
  const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
  const wa = ((by - cy) * (sx - cx) + (cx - bx) * (sy - cy)) / area
  const wb = ((cy - ay) * (sx - cx) + (ax - cx) * (sy - cy)) / area
  const na = wa * (projected[a + 2] ?? 0)
  const nb = wb * (projected[b + 2] ?? 0)
  const nc = (1 - wa - wb) * (projected[c + 2] ?? 0)
  const nearness = na + nb + nc
  const { positions: p, normals: n } = mesh
  const mix = (source: readonly number[], k: number) =>
    ((source[a + k] ?? 0) * na + (source[b + k] ?? 0) * nb + (source[c + k] ?? 0) * nc) / nearness
  surface.x = mix(p, 0)
  surface.y = mix(p, 1)
  surface.z = mix(p, 2)
  const nx = mix(n, 0)
  const ny = mix(n, 1)
  const nz = mix(n, 2)
  const side = nx * ray[0] + ny * ray[1] + nz * ray[2] > 0.12 ? -1 : 1
  const length = (Math.hypot(nx, ny, nz) || 1) * side
  surface.nx = nx / length
  surface.ny = ny / length
  surface.nz = nz / length
}

/** An angle for each sample that differs strongly from its neighbours', without a visible repeat. */
function turnAt(sx: number, sy: number): number {
  const value = 52.9829189 * ((0.06711056 * sx + 0.00583715 * sy) % 1)
  return (value - Math.floor(value)) * 2 * Math.PI
}
