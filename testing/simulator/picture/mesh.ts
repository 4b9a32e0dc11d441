/** Millimetres: x to the right, y away from the camera, z up. */
export type Point = readonly [number, number, number]

/** Triangles that share one table of vertices; normals are averaged across them when the picture is shaded. */
export interface Mesh {
  positions: number[]
  normals: number[]
  /** Three vertex numbers and a material number for each triangle. */
  triangles: number[]
}

export function createMesh(): Mesh {
  return { positions: [], normals: [], triangles: [] }
}

export function addVertex(mesh: Mesh, position: Point, normal: Point): number {
  const index = mesh.positions.length / 3
  const length = Math.hypot(normal[0], normal[1], normal[2]) || 1
  mesh.positions.push(position[0], position[1], position[2])
  mesh.normals.push(normal[0] / length, normal[1] / length, normal[2] / length)
  return index
}

export function addTriangle(mesh: Mesh, a: number, b: number, c: number, material: number): void {
  mesh.triangles.push(a, b, c, material)
}

export function addQuad(
  mesh: Mesh,
  a: number,
  b: number,
  c: number,
  d: number,
  material: number,
): void {
  mesh.triangles.push(a, b, c, material, a, c, d, material)
}
