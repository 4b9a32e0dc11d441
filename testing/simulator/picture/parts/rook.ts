import { type Outline, outlineOf, type Solid } from './loft.ts'

export const rookHeight = 104

/** Radius of the turned profile at a height. */
function profile(z: number): number {
  if (z < 8) return 36 - z * 0.15
  if (z < 14) return 34.5 - (z - 8) * 1.1
  if (z < 18) return 30
  if (z < 72) return 19 + 9 * (1 - (z - 18) / 54) ** 2
  if (z < 80) return 19 + (z - 72) * 1.1
  return 28
}

function ring(radius: number): Outline {
  return outlineOf(96, (angle) => [Math.cos(angle) * radius, Math.sin(angle) * radius])
}

function battlements(): Outline {
  return outlineOf(96, (angle) => {
    const open = Math.cos(6 * angle) > 0.45
    const radius = open ? 28 : 21
    return [Math.cos(angle) * radius, Math.sin(angle) * radius]
  })
}

/** A rook: turned body, battlements on top. */
export const rook: Solid[] = [
  { from: 0, to: 86, centre: [0, 0], outer: (z) => ring(profile(z)) },
  { from: 86, to: 92, centre: [0, 0], outer: () => ring(28), inner: () => ring(21) },
  { from: 92, to: rookHeight, centre: [0, 0], outer: () => ring(28), inner: battlements },
]
