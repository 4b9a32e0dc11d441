import { type Outline, outlineOf, type Solid } from './loft.ts'

export const vaseHeight = 110

function wall(z: number, inset: number): Outline {
  const h = z / vaseHeight
  const belly =
    33 + 15 * Math.sin(h * Math.PI * 0.95) - 13 * h + 15 * Math.max(0, h - 0.75) ** 1.2 * 2.6
  const twist = h * 1.9
  return outlineOf(120, (angle) => {
    const lobes = 1 + 0.085 * Math.cos(7 * (angle - twist))
    const radius = belly * lobes - inset
    return [Math.cos(angle) * radius, Math.sin(angle) * radius]
  })
}

/** One thin wall that twists as it rises. */
export const vase: Solid[] = [
  { from: 0, to: 2, centre: [0, 0], outer: (z) => wall(z, 0) },
  { from: 2, to: vaseHeight, centre: [0, 0], outer: (z) => wall(z, 0), inner: (z) => wall(z, 1.8) },
]
