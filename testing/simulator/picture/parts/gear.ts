import { type Outline, outlineOf, type Solid } from './loft.ts'

export const gearHeight = 34

const teeth = 22
const pointsPerTooth = 10

function circle(radius: number): Outline {
  return outlineOf(teeth * pointsPerTooth, (angle) => [
    Math.cos(angle) * radius,
    Math.sin(angle) * radius,
  ])
}

/** Herringbone: the teeth lean one way to half the height and back again. */
function toothed(z: number): Outline {
  const lean = (gearHeight / 2 - Math.abs(z - gearHeight / 2)) * 0.011
  return outlineOf(teeth * pointsPerTooth, (angle) => {
    const wave = Math.sin(teeth * (angle - lean))
    const radius = 56 + 5.2 * Math.tanh(2.6 * wave)
    return [Math.cos(angle) * radius, Math.sin(angle) * radius]
  })
}

const rim = circle(43)
const hub = circle(17)
const bore = circle(8)

function hole(index: number): Outline {
  return outlineOf(32, (angle) => [
    Math.cos((index * Math.PI) / 3) * 30 + Math.cos(angle) * 8.5,
    Math.sin((index * Math.PI) / 3) * 30 + Math.sin(angle) * 8.5,
  ])
}

export const gear: Solid[] = [
  { from: 0, to: 12, centre: [0, 0], outer: () => circle(44), inner: () => bore },
  { from: 0, to: gearHeight, centre: [0, 0], outer: toothed, inner: () => rim },
  { from: 12, to: gearHeight, centre: [0, 0], outer: () => hub, inner: () => bore },
  ...Array.from({ length: 6 }, (_, i): Solid => {
    const middle = [Math.cos((i * Math.PI) / 3) * 30, Math.sin((i * Math.PI) / 3) * 30] as const
    const inner = hole(i).map(
      (p) =>
        [middle[0] + (p[0] - middle[0]) * 0.72, middle[1] + (p[1] - middle[1]) * 0.72] as const,
    )
    return { from: 12, to: 20, centre: middle, outer: () => hole(i), inner: () => inner }
  }),
]
