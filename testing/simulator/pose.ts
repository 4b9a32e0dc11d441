import type { Reading } from './machine.ts'
import { parts } from './picture/parts/catalogue.ts'
import type { Pose } from './picture/printer-mesh.ts'

/** Where head and bed are: above the part's edge while it prints, aside while it does nothing. */
export function poseAt(reading: Reading, tMs: number): Pose {
  const part = parts[reading.job.part]
  const height = reading.print.built * part.height
  const parked = { headX: -104, headZ: Math.min(112, Math.max(36, height + 26)) }
  if (reading.text === 'Printing' && reading.print.phase === 'printing')
    return overPart(reading, tMs)
  // The bed comes forward to show what it has made.
  const isDone = reading.text === 'Operational' && reading.print.built >= 1
  return { ...parked, bedY: isDone ? -34 : 0 }
}

function overPart(reading: Reading, tMs: number): Pose {
  const part = parts[reading.job.part]
  const z = reading.print.built * part.height
  const open = part.solids.filter((solid) => solid.from <= z && z < solid.to)
  const solid = open[Math.floor(tMs / 4000) % Math.max(1, open.length)] ?? part.solids[0]
  const outline = solid?.outer(z) ?? []
  const around = Math.floor(((tMs % 4000) / 4000) * outline.length)
  const [x, y] = outline[around] ?? [0, 0]
  // The head moves along x; along y the bed moves the other way.
  return { headX: x, headZ: z + 0.3, bedY: -y }
}
