import { addQuad, addTriangle, addVertex, type Mesh, type Point } from './mesh.ts'

/** A box from corner to corner whose edges are rounded by `bevel` mm: the edge is what catches the light. */
export function addBox(mesh: Mesh, min: Point, max: Point, material: number, bevel = 1): void {
  const at = (axis: number, sx: number, sy: number, sz: number): number => {
    const signs = [sx, sy, sz]
    const corner = signs.map((sign, i) => {
      const edge = sign < 0 ? (min[i] ?? 0) : (max[i] ?? 0)
      return i === axis ? edge : edge - sign * bevel
    })
    const normal = signs.map((sign, i) => (i === axis ? sign : 0))
    return addVertex(mesh, toPoint(corner), toPoint(normal))
  }
  const vertices = new Map<string, number>()
  for (let axis = 0; axis < 3; axis++)
    for (const x of [-1, 1])
      for (const y of [-1, 1])
        for (const z of [-1, 1]) vertices.set(`${axis}${x}${y}${z}`, at(axis, x, y, z))
  const get = (axis: number, signs: readonly number[]) =>
    vertices.get(`${axis}${signs.join('')}`) ?? 0

  for (let a = 0; a < 3; a++) {
    const b = (a + 1) % 3
    const c = (a + 2) % 3
    const signs = (sa: number, sb: number, sc: number) => {
      const out = [0, 0, 0]
      out[a] = sa
      out[b] = sb
      out[c] = sc
      return out
    }
    for (const s of [-1, 1]) {
      const corners = [signs(s, -1, -1), signs(s, 1, -1), signs(s, 1, 1), signs(s, -1, 1)]
      const [p, q, r, t] = corners.map((corner) => get(a, corner))
      addQuad(mesh, p ?? 0, q ?? 0, r ?? 0, t ?? 0, material)
      for (const u of [-1, 1])
        addQuad(
          mesh,
          get(a, signs(s, u, -1)),
          get(a, signs(s, u, 1)),
          get(b, signs(s, u, 1)),
          get(b, signs(s, u, -1)),
          material,
        )
    }
  }
  for (const x of [-1, 1])
    for (const y of [-1, 1])
      for (const z of [-1, 1])
        addTriangle(mesh, get(0, [x, y, z]), get(1, [x, y, z]), get(2, [x, y, z]), material)
}

function toPoint(values: readonly number[]): Point {
  return [values[0] ?? 0, values[1] ?? 0, values[2] ?? 0]
}

/** A tube of round cross-section along `path`; two points make a rod, many make a cable. */
export function addTube(
  mesh: Mesh,
  path: readonly Point[],
  radius: number | ((along: number) => number),
  material: number,
  sides = 12,
): void {
  const reference = leastAlong(path)
  let previous: number[] = []
  path.forEach((point, i) => {
    const before = path[Math.max(0, i - 1)] ?? point
    const after = path[Math.min(path.length - 1, i + 1)] ?? point
    const tangent = normalise(subtract(after, before))
    const side = normalise(cross(tangent, reference))
    const up = cross(side, tangent)
    const r = typeof radius === 'number' ? radius : radius(i / Math.max(1, path.length - 1))
    const ring: number[] = []
    for (let k = 0; k < sides; k++) {
      const angle = (k / sides) * 2 * Math.PI
      const normal = add(scale(side, Math.cos(angle)), scale(up, Math.sin(angle)))
      ring.push(addVertex(mesh, add(point, scale(normal, r)), normal))
    }
    for (let k = 0; k < sides && previous.length > 0; k++) {
      const next = (k + 1) % sides
      addQuad(mesh, previous[k] ?? 0, previous[next] ?? 0, ring[next] ?? 0, ring[k] ?? 0, material)
    }
    previous = ring
  })
}

/** The axis that no piece of the path runs along: rings that are turned by it don't twist against each other. */
function leastAlong(path: readonly Point[]): Point {
  const axes: readonly [Point, Point, Point] = [
    [0, 0, 1],
    [1, 0, 0],
    [0, 1, 0],
  ]
  const worst = (axis: number) =>
    path.reduce((most, point, i) => {
      const tangent = normalise(subtract(point, path[i - 1] ?? point))
      return Math.max(most, Math.abs(tangent[axis] ?? 0))
    }, 0)
  const [z, x, y] = [worst(2), worst(0), worst(1)]
  if (z <= x && z <= y) return axes[0]
  return x <= y ? axes[1] : axes[2]
}

/** A flat ring (or, with `inner` 0, a disc) around `axis`. */
export function addDisc(
  mesh: Mesh,
  centre: Point,
  axis: Point,
  inner: number,
  outer: number,
  material: number,
  sides = 40,
): void {
  const normal = normalise(axis)
  const side = normalise(cross(normal, Math.abs(normal[2]) > 0.9 ? [1, 0, 0] : [0, 0, 1]))
  const up = cross(side, normal)
  const at = (radius: number, k: number) => {
    const angle = (k / sides) * 2 * Math.PI
    const offset = add(scale(side, Math.cos(angle) * radius), scale(up, Math.sin(angle) * radius))
    return addVertex(mesh, add(centre, offset), normal)
  }
  for (let k = 0; k < sides; k++)
    addQuad(mesh, at(inner, k), at(outer, k), at(outer, k + 1), at(inner, k + 1), material)
}

/** A disc with a rim: both faces and the outer wall (and the inner one of a ring). */
export function addWheel(
  mesh: Mesh,
  centre: Point,
  axis: Point,
  width: number,
  radii: { inner: number; outer: number },
  material: number,
  sides = 40,
): void {
  const along = normalise(axis)
  const front = add(centre, scale(along, width / 2))
  const back = add(centre, scale(along, -width / 2))
  addDisc(mesh, front, along, radii.inner, radii.outer, material, sides)
  addDisc(mesh, back, scale(along, -1), radii.inner, radii.outer, material, sides)
  addTube(mesh, [back, front], radii.outer, material, sides)
  if (radii.inner > 0) addTube(mesh, [back, front], radii.inner, material, sides)
}

export function add(a: Point, b: Point): Point {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}
export function subtract(a: Point, b: Point): Point {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}
export function scale(a: Point, factor: number): Point {
  return [a[0] * factor, a[1] * factor, a[2] * factor]
}
export function cross(a: Point, b: Point): Point {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}
export function normalise(a: Point): Point {
  return scale(a, 1 / (Math.hypot(a[0], a[1], a[2]) || 1))
}
