import { materialIndex as m } from './materials.ts'
import type { Mesh, Point } from './mesh.ts'
import { addBox, addDisc, addTube, addWheel } from './solids.ts'

/** Where the moving things are, in mm: the nozzle's tip over the middle of the frame, the bed along y. */
export interface Pose {
  headX: number
  /** Height of the nozzle's tip above the bed. */
  headZ: number
  bedY: number
}

/** Height of the bed's surface above the desk. */
export const bedTop = 60

/** Half the bed's edge. */
export const bedHalf = 92

/** The stationary frame: base, two uprights and the beam that carries the light. */
export function addFrame(mesh: Mesh): void {
  addBox(mesh, [-172, 8, 4], [172, 62, 46], m.base, 3)
  addBox(mesh, [-58, -104, 4], [58, 168, 40], m.base, 3)
  for (const x of [-164, 152]) addBox(mesh, [x, 20, 44], [x + 12, 48, 288], m.frame, 1.6)
  for (const x of [-158, 158]) {
    // The slot of an aluminium profile.
    addBox(mesh, [x - 1.6, 19.2, 60], [x + 1.6, 20.4, 276], m.belt, 0.2)
    addTube(mesh, [point(x * 0.925, 34, 46), point(x * 0.925, 34, 280)], 3.6, m.rod)
    for (const y of [-88, 150])
      addTube(mesh, [point(x * 0.3, y, 0), point(x * 0.3, y, 5)], 9, m.belt)
    addTube(mesh, [point(x, 34, 0), point(x, 34, 5)], 10, m.belt)
  }
  addBox(mesh, [-172, 12, 278], [172, 54, 299], m.frame, 2)
  addBox(mesh, [-128, 15, 274.5], [128, 25, 278.4], m.strip, 0.6)
  for (const y of [-34, 34]) addTube(mesh, [point(y, -98, 44), point(y, 160, 44)], 3.4, m.rod)
  addScreen(mesh)
}

function addScreen(mesh: Mesh): void {
  // Tilted towards whoever stands before it: drawn as a wedge with a glass on its slope.
  addBox(mesh, [86, -112, 3], [166, -64, 30], m.base, 3)
  const slope: Point[] = [
    [90, -113, 18],
    [162, -113, 18],
    [162, -84, 58],
    [90, -84, 58],
  ]
  addSlab(mesh, slope, 5, m.base)
  const glass = slope.map(
    ([x, y, z]): Point => [
      x + Math.sign(126 - x) * 4,
      y + (z < 30 ? 2 : -2) - 0.9,
      z + (z < 30 ? 3 : -3),
    ],
  )
  addSlab(mesh, glass, 0.4, m.screen)
  addWheel(mesh, [152, -113, 12], [0, 1, 0], 8, { inner: 0, outer: 7 }, m.head, 28)
}

function addSlab(mesh: Mesh, corners: readonly Point[], thickness: number, material: number): void {
  const front: number[] = []
  const normal: Point = [0, -0.81, 0.587]
  for (const [x, y, z] of corners) {
    front.push(mesh.positions.length / 3)
    mesh.positions.push(x, y, z)
    mesh.normals.push(...normal)
  }
  for (const [x, y, z] of corners) {
    mesh.positions.push(x, y + thickness, z - thickness * 0.7)
    mesh.normals.push(...normal)
  }
  const [a = 0] = front
  const quad = (i: number, j: number, k: number, l: number) =>
    mesh.triangles.push(a + i, a + j, a + k, material, a + i, a + k, a + l, material)
  quad(0, 1, 2, 3)
  quad(0, 1, 5, 4)
  quad(1, 2, 6, 5)
  quad(2, 3, 7, 6)
  quad(3, 0, 4, 7)
}

/** The bed with its steel sheet, on its way along y. */
export function addBed(mesh: Mesh, bedY: number): void {
  const h = bedHalf
  addBox(mesh, [-h - 3, bedY - h - 3, bedTop - 6], [h + 3, bedY + h + 3, bedTop - 1.6], m.bed, 1)
  addBox(mesh, [-h, bedY - h, bedTop - 1.6], [h, bedY + h, bedTop], m.sheet, 0.5)
  addBox(mesh, [-16, bedY - h - 11, bedTop - 1.6], [16, bedY - h + 2, bedTop], m.sheet, 0.5)
  addBox(mesh, [-70, bedY - 60, bedTop - 14], [70, bedY + 60, bedTop - 8], m.base, 1)
  for (const x of [-h + 8, h - 8])
    for (const y of [-h + 8, h - 8])
      addTube(mesh, [point(x, bedY + y, bedTop - 22), point(x, bedY + y, bedTop - 6)], 7, m.accent)
}

/** The gantry at the nozzle's height, with the head on its rail. */
export function addGantry(mesh: Mesh, pose: Pose): void {
  const z = bedTop + pose.headZ
  addBox(mesh, [-150, 26, z + 24], [150, 42, z + 50], m.frame, 1.6)
  addBox(mesh, [-150, 25, z + 35.5], [150, 26.4, z + 38.5], m.belt, 0.2)
  addTube(mesh, [point(-150, 22, z + 29), point(150, 22, z + 29)], 3.2, m.rod)
  addTube(mesh, [point(-150, 22, z + 45), point(150, 22, z + 45)], 3.2, m.rod)
  addBox(mesh, [-172, 14, z + 18], [-138, 54, z + 56], m.head, 3)
  addBox(mesh, [138, 14, z + 18], [172, 54, z + 56], m.head, 3)
  addBox(mesh, [-196, 18, z + 20], [-170, 50, z + 52], m.base, 2)
  addHead(mesh, pose.headX, z)
}

function addHead(mesh: Mesh, x: number, z: number): void {
  addBox(mesh, [x - 22, -20, z + 27], [x + 22, 24, z + 70], m.head, 3.5)
  addBox(mesh, [x - 15, -21, z + 20], [x + 15, -6, z + 30], m.accent, 2)
  addBox(mesh, [x - 14, -14, z + 66], [x + 14, 12, z + 80], m.frame, 2.5)
  addDisc(mesh, [x, -20.6, z + 48], [0, -1, 0], 0, 17.5, m.fan)
  addWheel(mesh, [x, -21, z + 48], [0, 1, 0], 3, { inner: 17, outer: 19 }, m.accent)
  addWheel(mesh, [x, -21, z + 48], [0, 1, 0], 2.4, { inner: 0, outer: 6 }, m.head, 24)
  for (let blade = 0; blade < 7; blade++) {
    const angle = (blade / 7) * 2 * Math.PI + x * 0.7
    const far = 16
    addTube(
      mesh,
      [
        point(x + Math.cos(angle) * 5, -21.5, z + 48 + Math.sin(angle) * 5),
        point(x + Math.cos(angle + 0.35) * far, -21, z + 48 + Math.sin(angle + 0.35) * far),
      ],
      2.1,
      m.base,
      6,
    )
  }
  addBox(mesh, [x - 8, -8, z + 9], [x + 8, 8, z + 20], m.steel, 1.5)
  addTube(
    mesh,
    [point(x, 0, z), point(x, 0, z + 6), point(x, 0, z + 10)],
    (along) => 0.9 + Math.min(1, along * 2) * 3.4,
    m.brass,
  )
}

/** The spool of filament beside the printer, and the tube that leads from it to the head. */
export function addSpool(mesh: Mesh, pose: Pose): void {
  const centre: Point = [-266, 84, 116]
  const axis: Point = [0.82, -0.57, 0]
  const side = (distance: number): Point => [
    centre[0] + axis[0] * distance,
    centre[1] + axis[1] * distance,
    centre[2],
  ]
  for (const distance of [-31, 31]) {
    addWheel(mesh, side(distance), axis, 4, { inner: 27, outer: 84 }, m.spool, 64)
    addWheel(mesh, side(distance * 1.09), axis, 2, { inner: 27, outer: 34 }, m.accent, 48)
  }
  addTube(mesh, [side(-31), side(31)], 71, m.winding, 64)
  addTube(mesh, [side(-46), side(46)], 11, m.steel, 20)
  for (const distance of [-42, 42]) {
    const [x, y] = side(distance)
    addTube(mesh, [point(x - 34, y - 49, 2), point(x, y, 116)], 5, m.base, 10)
    addTube(mesh, [point(x + 34, y + 49, 2), point(x, y, 116)], 5, m.base, 10)
  }
  const z = bedTop + pose.headZ + 80
  const from: Point = [centre[0] + 20, centre[1] + 20, centre[2] + 68]
  addTube(
    mesh,
    curve(from, [-236, 90, 350], [pose.headX - 30, 30, z + 130], [pose.headX, 0, z]),
    2.3,
    m.tube,
  )
  addTube(
    mesh,
    curve(
      [150, 40, 290],
      [190, 60, 250 + pose.headZ * 0.4],
      [pose.headX + 70, 60, z + 70],
      [pose.headX + 8, 6, z - 2],
    ),
    3.4,
    m.belt,
  )
}

function curve(a: Point, b: Point, c: Point, d: Point): Point[] {
  return Array.from({ length: 29 }, (_, i) => {
    const t = i / 28
    const u = 1 - t
    const at = (k: 0 | 1 | 2) =>
      u * u * u * a[k] + 3 * u * u * t * b[k] + 3 * u * t * t * c[k] + t * t * t * d[k]
    return [at(0), at(1), at(2)]
  })
}

function point(x: number, y: number, z: number): Point {
  return [x, y, z]
}
