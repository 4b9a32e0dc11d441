import { type Outline, outlineOf, roundedRectangle, type Solid } from './loft.ts'

/** The little tugboat that everybody prints first, half as large again as usual. */
export const benchyHeight = 72

const bow = 52
const stern = -42

function hull(z: number, inset = 0): Outline {
  const rise = Math.min(1, z / 34)
  const front = bow * (0.76 + 0.24 * rise ** 0.8) - inset
  const back = stern * (0.86 + 0.14 * rise) + inset
  const half = 22 * (0.72 + 0.28 * Math.sqrt(rise)) - inset
  return outlineOf(96, (angle) => {
    const along = Math.cos(angle)
    const across = Math.sin(angle)
    const ahead = along > 0
    const x = along * (ahead ? front : -back)
    // Fine at the bow, full at the stern.
    const fullness = ahead ? Math.abs(across) ** 1.02 : Math.abs(across) ** 0.42
    return [x, Math.sign(across) * half * fullness]
  })
}

/** How high the rail stands at this place along the boat. */
function sheer(x: number): number {
  return 27 + 11 * Math.max(0, x / bow) ** 1.8 + 2.5 * Math.max(0, x / stern) ** 2
}

function rail(z: number): Outline {
  const outer = hull(z)
  const inner = hull(z, 2.6)
  return outer.map((point, i) => {
    const within = inner[i] ?? point
    // The rail's upper edge is thin, and gone above its sheer.
    const thick = Math.min(1, Math.max(0, (sheer(point[0]) - z) / 1.2))
    return [point[0] + (within[0] - point[0]) * thick, point[1] + (within[1] - point[1]) * thick]
  })
}

function post(x: number, y: number): Solid {
  const outer = roundedRectangle([x, y], 2.2, 2.2, 16)
  return { from: 39, to: 53, centre: [x, y], outer: () => outer }
}

const cabin = [-6, 0] as const

export const benchy: Solid[] = [
  { from: 0, to: 20, centre: [2, 0], outer: (z) => hull(z) },
  { from: 20, to: 39, centre: [2, 0], outer: (z) => hull(z), inner: rail },
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
