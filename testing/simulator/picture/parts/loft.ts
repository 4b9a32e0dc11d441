import { addQuad, addTriangle, addVertex, type Mesh } from '../mesh.ts'

/** Points around a piece; with a third number a point lies at that height instead of the layer's, where the piece ends early. */
export type Outline = readonly (readonly [number, number, number?])[]

/**
 * A piece of a part: closed outlines around `centre` that change with the height, in mm above the bed.
 * With `inner` it is a wall between two outlines of the same number of points; where the two touch there is no wall.
 */
export interface Solid {
  from: number
  to: number
  centre: readonly [number, number]
  outer: (z: number) => Outline
  inner?: (z: number) => Outline
}

interface Placement {
  /** Where the part's origin lies in the room, mm. */
  offset: readonly [number, number, number]
  wall: number
  top: number
}

/** Builds the solid up to `height`, closed on top as far as it has got. */
export function addSolid(mesh: Mesh, solid: Solid, height: number, place: Placement): void {
  const end = Math.min(solid.to, height)
  if (end <= solid.from) return
  const steps = Math.max(1, Math.ceil((end - solid.from) / (solid.inner ? 1 : 2)))
  const level = (i: number) => solid.from + ((end - solid.from) * i) / steps
  addWall(mesh, solid, solid.outer, level, steps, place)
  if (solid.inner) addWall(mesh, solid, solid.inner, level, steps, place)
  addTop(mesh, solid, end, place, end < solid.to ? place.top : place.wall)
}

function addWall(
  mesh: Mesh,
  solid: Solid,
  outline: (z: number) => Outline,
  level: (i: number) => number,
  steps: number,
  place: Placement,
): void {
  let below: number[] = []
  let belowSolid: boolean[] = []
  for (let i = 0; i <= steps; i++) {
    const z = level(i)
    const points = outline(z)
    const higher = outline(z + 0.5)
    const isSolid = wallMask(solid, z)
    const row = points.map((point, k) => {
      const next = points[(k + 1) % points.length] ?? point
      const before = points[(k + points.length - 1) % points.length] ?? point
      const dx = next[0] - before[0]
      const dy = next[1] - before[1]
      const rise = higher[k] ?? point
      // Outwards in the plane, leaning by how far the wall moves in or out as it rises.
      const lean = -((rise[0] - point[0]) * dy - (rise[1] - point[1]) * dx) / 0.5
      const length = Math.hypot(dx, dy) || 1
      return addVertex(
        mesh,
        [place.offset[0] + point[0], place.offset[1] + point[1], place.offset[2] + (point[2] ?? z)],
        [dy / length, -dx / length, lean / length],
      )
    })
    for (let k = 0; k < row.length && i > 0; k++) {
      const next = (k + 1) % row.length
      if (!belowSolid[k] && !belowSolid[next] && !isSolid[k] && !isSolid[next]) continue
      addQuad(mesh, below[k] ?? 0, below[next] ?? 0, row[next] ?? 0, row[k] ?? 0, place.wall)
    }
    below = row
    belowSolid = isSolid
  }
}

function wallMask(solid: Solid, z: number): boolean[] {
  const outer = solid.outer(z)
  if (!solid.inner) return outer.map(() => true)
  const inner = solid.inner(z)
  return outer.map((point, k) => {
    const other = inner[k] ?? point
    return Math.hypot(point[0] - other[0], point[1] - other[1]) > 0.05
  })
}

function addTop(mesh: Mesh, solid: Solid, z: number, place: Placement, material: number): void {
  const [x, y, base] = place.offset
  const put = (point: Outline[number]) =>
    addVertex(mesh, [x + point[0], y + point[1], base + (point[2] ?? z)], [0, 0, 1])
  const outer = solid.outer(z).map(put)
  const inner = solid.inner?.(z).map(put)
  const middle = put(solid.centre)
  const mask = wallMask(solid, z)
  outer.forEach((vertex, k) => {
    const next = (k + 1) % outer.length
    if (!inner) addTriangle(mesh, middle, vertex, outer[next] ?? 0, material)
    else if (mask[k] || mask[next])
      addQuad(mesh, vertex, outer[next] ?? 0, inner[next] ?? 0, inner[k] ?? 0, material)
  })
}

/** `count` points of a closed outline given by its angle from 0 to 2π, counter-clockwise. */
export function outlineOf(count: number, at: (angle: number) => Outline[number]): Outline {
  return Array.from({ length: count }, (_, i) => at((i / count) * 2 * Math.PI))
}

/** A rectangle with softened corners, half sizes in mm. */
export function roundedRectangle(
  centre: readonly [number, number],
  halfX: number,
  halfY: number,
  count = 48,
): Outline {
  return outlineOf(count, (angle) => {
    const cos = Math.cos(angle)
    const sin = Math.sin(angle)
    const radius = (Math.abs(cos) ** 8 + Math.abs(sin) ** 8) ** (-1 / 8)
    return [centre[0] + cos * radius * halfX, centre[1] + sin * radius * halfY]
  })
}
