import type { Mesh, Point } from './mesh.ts'
import { cross, normalise, subtract } from './solids.ts'

/** How a point in the room gets to a sample: perspective for the camera, parallel for a light. */
export interface View {
  width: number
  height: number
  eye: Point
  right: Point
  up: Point
  forward: Point
  /** Samples per unit of x/depth for a camera, per mm for a light. */
  zoom: number
  perspective: boolean
}

export function lookAt(
  eye: Point,
  target: Point,
  size: { width: number; height: number },
  lens: { fieldOfViewDegrees: number } | { samplesPerMm: number },
): View {
  const forward = normalise(subtract(target, eye))
  const right = normalise(cross(forward, [0, 0, 1]))
  const up = cross(right, forward)
  const perspective = 'fieldOfViewDegrees' in lens
  const zoom = perspective
    ? size.height / 2 / Math.tan((lens.fieldOfViewDegrees * Math.PI) / 360)
    : lens.samplesPerMm
  return { ...size, eye, right, up, forward, zoom, perspective }
}

/** Each vertex as (x, y in samples, nearness): nearness is 1/depth for a camera, -depth for a light. */
export function projectVertices(mesh: Mesh, view: View): Float32Array {
  const { eye, right, up, forward, zoom, perspective } = view
  const count = mesh.positions.length / 3
  const out = new Float32Array(count * 3)
  const source = mesh.positions
  for (let i = 0; i < count * 3; i += 3) {
    const x = (source[i] ?? 0) - eye[0]
    const y = (source[i + 1] ?? 0) - eye[1]
    const z = (source[i + 2] ?? 0) - eye[2]
    const depth = x * forward[0] + y * forward[1] + z * forward[2]
    const factor = perspective ? zoom / Math.max(depth, 1) : zoom
    out[i] = view.width / 2 + (x * right[0] + y * right[1] + z * right[2]) * factor
    out[i + 1] = view.height / 2 - (x * up[0] + y * up[1] + z * up[2]) * factor
    out[i + 2] = perspective ? 1 / Math.max(depth, 1) : -depth
  }
  return out
}
