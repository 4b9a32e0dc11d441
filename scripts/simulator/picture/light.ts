import type { Mesh, Point } from './mesh.ts'
import { lookAt, projectVertices, type View } from './project.ts'
import { rasterise } from './rasterise.ts'
import { add, normalise, scale } from './solids.ts'

/** Distances from a parallel light, to tell what lies in the shadow of something else. */
export interface ShadowMap {
  view: View
  nearness: Float32Array
}

export function createShadowMap(mesh: Mesh, towardsLight: Point, pixels: number): ShadowMap {
  const target: Point = [-40, 20, 110]
  const view = lookAt(
    add(target, scale(normalise(towardsLight), 900)),
    target,
    { width: pixels, height: pixels },
    { samplesPerMm: pixels / 860 },
  )
  const { nearness } = rasterise(projectVertices(mesh, view), mesh.triangles, view)
  return { view, nearness }
}

// Points of a disc, evenly spread: the shape of the lamp as a shadow sees it.
const taps = Array.from({ length: 8 }, (_, i) => {
  const radius = Math.sqrt((i + 0.5) / 8)
  return [Math.cos(i * 2.39996) * radius, Math.sin(i * 2.39996) * radius] as const
})
const tapX = Float32Array.from(taps, ([x]) => x)
const tapY = Float32Array.from(taps, ([, y]) => y)

/**
 * Share of the light that arrives, 0 to 1. `radius` in mm makes the shadow's edge soft; `turn` in radians spreads the
 * taps differently at each pixel, so that steps become grain.
 */
export function lightArriving(
  map: ShadowMap,
  x: number,
  y: number,
  z: number,
  radius: number,
  turn: number,
  bias: number,
): number {
  const { view, nearness } = map
  const dx = x - view.eye[0]
  const dy = y - view.eye[1]
  const dz = z - view.eye[2]
  const depth = dx * view.forward[0] + dy * view.forward[1] + dz * view.forward[2]
  const u =
    view.width / 2 + (dx * view.right[0] + dy * view.right[1] + dz * view.right[2]) * view.zoom
  const v = view.height / 2 - (dx * view.up[0] + dy * view.up[1] + dz * view.up[2]) * view.zoom
  const spread = radius * view.zoom
  const cos = Math.cos(turn) * spread
  const sin = Math.sin(turn) * spread
  let lit = 0
  for (let i = 0; i < 8; i++) {
    const tx = tapX[i] ?? 0
    const ty = tapY[i] ?? 0
    const column = (u + tx * cos - ty * sin) | 0
    const row = (v + tx * sin + ty * cos) | 0
    if (column < 0 || row < 0 || column >= view.width || row >= view.height) lit++
    else if ((nearness[row * view.width + column] ?? 0) <= -depth + bias) lit++
  }
  return lit / 8
}
