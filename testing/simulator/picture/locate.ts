import type { Mesh, Point } from './mesh.ts'
import type { Surface } from './patterns.ts'

/**
 * Fills in where in the room the sample lies, which way the surface faces there, and `ray`, the way from the camera's
 * `eye` to it. A surface that is seen from behind is turned round: most of them are thin.
 */
export function locate(
  surface: Surface,
  ray: [number, number, number],
  mesh: Mesh,
  projected: Float32Array,
  triangle: number,
  sample: { x: number; y: number },
  eye: Point,
): void {
  const { positions: p, normals: n, triangles } = mesh
  const a = (triangles[triangle * 4] ?? 0) * 3
  const b = (triangles[triangle * 4 + 1] ?? 0) * 3
  const c = (triangles[triangle * 4 + 2] ?? 0) * 3
  const ax = projected[a] ?? 0
  const ay = projected[a + 1] ?? 0
  const bx = projected[b] ?? 0
  const by = projected[b + 1] ?? 0
  const cx = projected[c] ?? 0
  const cy = projected[c + 1] ?? 0
  const dx = sample.x - cx
  const dy = sample.y - cy
  const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
  const shareA = ((by - cy) * dx + (cx - bx) * dy) / area
  const shareB = ((cy - ay) * dx + (ax - cx) * dy) / area
  // Shares on the screen become shares in the room by nearness: what is nearer is drawn larger.
  const nearA = shareA * (projected[a + 2] ?? 0)
  const nearB = shareB * (projected[b + 2] ?? 0)
  const nearC = (1 - shareA - shareB) * (projected[c + 2] ?? 0)
  const sum = nearA + nearB + nearC
  const wa = nearA / sum
  const wb = nearB / sum
  const wc = nearC / sum
  surface.x = (p[a] ?? 0) * wa + (p[b] ?? 0) * wb + (p[c] ?? 0) * wc
  surface.y = (p[a + 1] ?? 0) * wa + (p[b + 1] ?? 0) * wb + (p[c + 1] ?? 0) * wc
  surface.z = (p[a + 2] ?? 0) * wa + (p[b + 2] ?? 0) * wb + (p[c + 2] ?? 0) * wc
  const rx = surface.x - eye[0]
  const ry = surface.y - eye[1]
  const rz = surface.z - eye[2]
  const away = 1 / Math.sqrt(rx * rx + ry * ry + rz * rz)
  ray[0] = rx * away
  ray[1] = ry * away
  ray[2] = rz * away
  const nx = (n[a] ?? 0) * wa + (n[b] ?? 0) * wb + (n[c] ?? 0) * wc
  const ny = (n[a + 1] ?? 0) * wa + (n[b + 1] ?? 0) * wb + (n[c + 1] ?? 0) * wc
  const nz = (n[a + 2] ?? 0) * wa + (n[b + 2] ?? 0) * wb + (n[c + 2] ?? 0) * wc
  const side = nx * ray[0] + ny * ray[1] + nz * ray[2] > 0.12 ? -1 : 1
  const scale = side / Math.sqrt(nx * nx + ny * ny + nz * nz + 1e-9)
  surface.nx = nx * scale
  surface.ny = ny * scale
  surface.nz = nz * scale
}
