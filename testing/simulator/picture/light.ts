import { materialIndex } from './materials.ts'
import type { Mesh, Point } from './mesh.ts'
import { lookAt, projectVertices, type View } from './project.ts'
import { rasterise } from './rasterise.ts'
import { add, normalise, scale } from './solids.ts'

/** Distances from a parallel light, to tell what lies in the shadow of something else. */
export interface ShadowMap {
  width: number
  nearness: Float32Array
  /** From a place in mm to the map's column, row and depth: four factors each. */
  toMap: Float64Array
  samplesPerMm: number
}

export function createShadowMap(mesh: Mesh, towardsLight: Point, pixels: number): ShadowMap {
  const target: Point = [-40, 20, 110]
  const samplesPerMm = pixels / 860
  const view = lookAt(
    add(target, scale(normalise(towardsLight), 900)),
    target,
    { width: pixels, height: pixels },
    { samplesPerMm },
  )
  // The desk lies under everything: it throws no shadow, and would be most of the work.
  const projected = projectVertices(mesh, view)
  const { nearness } = rasterise(projected, mesh.triangles, view, materialIndex.desk)
  return { width: pixels, nearness, toMap: flatten(view), samplesPerMm }
}

function flatten({ eye, right, up, forward, zoom, width, height }: View): Float64Array {
  const at = (axis: Point) => eye[0] * axis[0] + eye[1] * axis[1] + eye[2] * axis[2]
  return Float64Array.from([
    ...scale(right, zoom),
    width / 2 - at(right) * zoom,
    ...scale(up, -zoom),
    height / 2 + at(up) * zoom,
    ...forward,
    -at(forward),
  ])
}

/** How many looks at a shadow map make one soft shadow. */
const tapCount = 6
const turns = 64

// The taps fill a disc evenly, in 64 turned copies: each pixel takes another one, so that steps become grain.
const taps = Float32Array.from({ length: turns * tapCount * 2 }, (_, i) => {
  const tap = (i >> 1) % tapCount
  const turn = Math.floor((i >> 1) / tapCount)
  const angle = tap * 2.39996 + (turn / turns) * 2 * Math.PI
  return Math.sqrt((tap + 0.5) / tapCount) * (i % 2 ? Math.sin(angle) : Math.cos(angle))
})

/**
 * Share of the light that arrives at a place, 0 to 1.
 * @param radius softness of the shadow's edge, mm
 * @param turn 0 to 63, another for each pixel
 * @param bias how much nearer something must be to count as in the way, mm
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
  const { toMap: m, nearness, width } = map
  const u = x * (m[0] ?? 0) + y * (m[1] ?? 0) + z * (m[2] ?? 0) + (m[3] ?? 0)
  const v = x * (m[4] ?? 0) + y * (m[5] ?? 0) + z * (m[6] ?? 0) + (m[7] ?? 0)
  const limit = bias - (x * (m[8] ?? 0) + y * (m[9] ?? 0) + z * (m[10] ?? 0) + (m[11] ?? 0))
  const spread = radius * map.samplesPerMm
  // Beyond the map nothing stands in the way.
  if (u < spread || v < spread || u >= width - spread || v >= width - spread) return 1
  let lit = 0
  const from = turn * tapCount * 2
  for (let i = from; i < from + tapCount * 2; i += 2) {
    const column = (u + (taps[i] ?? 0) * spread) | 0
    const row = (v + (taps[i + 1] ?? 0) * spread) | 0
    if ((nearness[row * width + column] ?? 0) <= limit) lit++
  }
  return lit / tapCount
}
