import { materialIndex } from './materials.ts'
import { addQuad, addVertex, createMesh, type Mesh } from './mesh.ts'
import type { Part } from './parts/catalogue.ts'
import { addSolid } from './parts/loft.ts'
import { addBed, addFrame, addGantry, addSpool, bedTop, type Pose } from './printer-mesh.ts'
import { addBox, addTube, addWheel } from './solids.ts'

/** Everything in the room that is in focus, as triangles. */
export function createScene(part: Part | null, partHeight: number, pose: Pose): Mesh {
  const mesh = createMesh()
  addDesk(mesh)
  addFrame(mesh)
  addBed(mesh, pose.bedY)
  if (part)
    for (const solid of part.solids)
      addSolid(mesh, solid, partHeight, {
        offset: [0, pose.bedY, bedTop],
        wall: materialIndex.part,
        top: materialIndex.infill,
      })
  addGantry(mesh, pose)
  addSpool(mesh, pose)
  addThings(mesh)
  return mesh
}

function addDesk(mesh: Mesh): void {
  const corners = [
    [-900, -420],
    [900, -420],
    [900, 520],
    [-900, 520],
  ] as const
  const [a = 0, b = 0, c = 0, d = 0] = corners.map(([x, y]) =>
    addVertex(mesh, [x, y, 0], [0, 0, 1]),
  )
  addQuad(mesh, a, b, c, d, materialIndex.desk)
}

/** What lies about on a desk: a mug, a calibration cube, a scraper. */
function addThings(mesh: Mesh): void {
  const m = materialIndex
  addTube(
    mesh,
    [
      [262, 96, 0],
      [262, 96, 3],
      [262, 96, 92],
    ],
    (t) => (t === 0 ? 36 : 40),
    m.ceramic,
    48,
  )
  addWheel(mesh, [262, 96, 84], [0, 0, 1], 3, { inner: 0, outer: 37 }, m.wood, 40)
  const handle = Array.from({ length: 15 }, (_, i) => {
    const angle = ((i / 14) * 1.1 - 0.55) * Math.PI
    return [262 + 34 + Math.cos(angle) * 26, 80, 48 + Math.sin(angle) * 28] as const
  })
  addTube(mesh, handle, 5, m.ceramic, 12)
  addBox(mesh, [-216, -84, 0], [-186, -54, 30], m.winding, 0.8)
  addBox(mesh, [212, -96, 1], [226, -6, 9], m.accent, 3)
  addBox(mesh, [204, -140, 2], [234, -94, 3.4], m.steel, 0.4)
}
