import { type Outline, outlineOf, roundedRectangle, type Solid } from './loft.ts'

/** The little tugboat that everybody prints first, half as large again as usual. */
export const benchyHeight = 72

const bow = 52
const stern = -42

function hullPoint(angle: number, z: number, inset: number): readonly [number, number] {
  const rise = Math.min(1, z / 34)
  const front = bow * (0.76 + 0.24 * rise ** 0.8) - inset
  const back = stern * (0.86 + 0.14 * rise) + inset
  const half = 22 * (0.72 + 0.28 * Math.sqrt(rise)) - inset
  const along = Math.cos(angle)
  const across = Math.sin(angle)
  // Fine at the bow, full at the stern.
  const fullness = Math.abs(across) ** (along > 0 ? 1.02 : 0.42)
  return [along * (along > 0 ? front : -back), Math.sign(across) * half * fullness]
}

function hull(z: number): Outline {
  return outlineOf(96, (angle) => hullPoint(angle, z, 0))
}

/** How high the rail stands at this place along the boat. */
function sheer(x: number): number {
  return 27 + 11 * Math.max(0, x / bow) ** 1.8 + 2.5 * Math.max(0, x / stern) ** 2
}

/** The hull above the deck, which ends at its sheer. */
function rail(z: number, inset: number): Outline {
  return outlineOf(96, (angle) => {
    const [x] = hullPoint(angle, 30, 0)
    const height = Math.min(z, sheer(x))
    return [...hullPoint(angle, height, inset), height]
  })
}

function post(x: number, y: number): Solid {
  const outer = roundedRectangle([x, y], 2.2, 2.2, 16)
  return { from: 39, to: 53, centre: [x, y], outer: () => outer }
}

const cabin = [-6, 0] as const

export const benchy: Solid[] = [
  { from: 0, to: 20, centre: [2, 0], outer: (z) => hull(z) },
  { from: 20, to: 39, centre: [2, 0], outer: (z) => rail(z, 0), inner: (z) => rail(z, 2.6) },
  {
    from: 20,
    to: 39,
    centre: cabin,
    outer: () => roundedRectangle(cabin, 17, 14.5),
    inner: () => roundedRectangle(cabin, 14.4, 12),
  },
  post(-20.5, -12),
  post(-20.5, 12),
  post(8.5, -12),
  post(8.5, 12),
  {
    from: 53,
    to: 58,
    centre: cabin,
    outer: (z) => roundedRectangle(cabin, 20 - (z - 53) * 0.35, 17 - (z - 53) * 0.35),
  },
  {
    from: 58,
    to: benchyHeight,
    centre: [-11, 0],
    outer: (z) => circle(-11, 0, z > 69 ? 6 : 5),
    inner: () => circle(-11, 0, 3),
  },
  {
    from: 20,
    to: 27,
    centre: [-31, 0],
    outer: () => roundedRectangle([-31, 0], 6, 8),
    inner: () => roundedRectangle([-31, 0], 4, 6),
  },
]

function circle(x: number, y: number, radius: number): Outline {
  return outlineOf(32, (angle) => [x + Math.cos(angle) * radius, y + Math.sin(angle) * radius])
}
