import { lightArriving, type ShadowMap } from './light.ts'
import type { Material } from './materials.ts'
import type { Point } from './mesh.ts'
import { applyPattern, type Surface } from './patterns.ts'
import { normalise } from './solids.ts'

export const lampDirection: Point = normalise([-0.62, -0.5, 0.72])
const windowDirection: Point = normalise([0.74, 0.42, 0.46])

const stripPieces = [-96, -32, 32, 96]
const stripY = 20
const stripZ = 300

export interface Lighting {
  lamp: ShadowMap
  above: ShadowMap
  lightsOn: boolean
}

/** Adds the light that leaves the surface towards the camera to `out`, at `out[at]` and the two after it. */
export function shade(
  surface: Surface,
  material: Material,
  light: Lighting,
  view: Point,
  turn: number,
  share: number,
  out: Float32Array,
  at: number,
): void {
  applyPattern(surface, material)
  const { x, y, z, nx, ny, nz } = surface
  const glow = surface.emission * share
  const on = light.lightsOn ? 1 : 0
  // How open the place is to the sky: a wide look upwards, which darkens corners and the ground under things.
  const open =
    0.25 + 0.75 * lightArriving(light.above, x + nx * 3, y + ny * 3, z + nz * 3, 26, turn, 4)
  const ambient = (0.62 + 0.38 * nz) * open * (on ? 1 : 0.045)
  let red = ambient * 0.36
  let green = ambient * 0.3
  let blue = ambient * 0.265

  const facing = nx * windowDirection[0] + ny * windowDirection[1] + nz * windowDirection[2]
  const dusk = Math.max(0, facing) * open * (on ? 0.5 : 0.1)
  red += dusk * 0.36
  green += dusk * 0.52
  blue += dusk * 0.82

  let shineRed = 0
  let shineGreen = 0
  let shineBlue = 0
  const gloss = 2 / (material.roughness ** 4 + 0.002)
  if (on) {
    const lit = nx * lampDirection[0] + ny * lampDirection[1] + nz * lampDirection[2]
    if (lit > 0) {
      const arriving =
        lightArriving(light.lamp, x + nx * 1.2, y + ny * 1.2, z + nz * 1.2, 5, turn, 1.5) * lit
      red += arriving * 2.5
      green += arriving * 1.86
      blue += arriving * 1.2
      const shine =
        highlight(surface, view, lampDirection[0], lampDirection[1], lampDirection[2], gloss) *
        arriving
      shineRed += shine * 2.5
      shineGreen += shine * 1.86
      shineBlue += shine * 1.2
    }
    const visible = lightArriving(light.above, x + nx * 2, y + ny * 2, z + nz * 2, 9, turn, 2)
    for (const piece of stripPieces) {
      let lx = piece - x
      let ly = stripY - y
      let lz = stripZ - z
      if (lz < 2) continue
      const distance = Math.hypot(lx, ly, lz)
      lx /= distance
      ly /= distance
      lz /= distance
      const cos = nx * lx + ny * ly + nz * lz
      if (cos <= 0) continue
      const arriving = (cos * lz * 21000 * (0.12 + 0.88 * visible)) / (distance * distance + 900)
      red += arriving
      green += arriving * 0.95
      blue += arriving * 0.86
      const shine = highlight(surface, view, lx, ly, lz, gloss) * arriving
      shineRed += shine
      shineGreen += shine * 0.95
      shineBlue += shine * 0.86
    }
  }

  // What a polished surface mirrors: warm wall, dark ceiling, the window.
  const along = nx * view[0] + ny * view[1] + nz * view[2]
  const rx = view[0] - 2 * along * nx
  const ry = view[1] - 2 * along * ny
  const rz = view[2] - 2 * along * nz
  const fresnel =
    material.reflectance +
    (1 - material.reflectance) *
      (1 - material.roughness * 0.85) *
      (1 - Math.min(1, Math.abs(along))) ** 5
  const pane = Math.max(
    0,
    rx * windowDirection[0] + ry * windowDirection[1] + rz * windowDirection[2],
  )
  const windowShine = pane ** (3 + 30 * (1 - material.roughness) ** 2) * (on ? 1.3 : 0.25)
  const sky = (0.3 + 0.25 * rz + 0.2 * Math.max(0, -rx)) * (on ? 1 : 0.04)
  const mirror = fresnel * (0.35 + 0.65 * open)
  shineRed = shineRed * fresnel + mirror * (sky * 1.05 + windowShine * 0.6)
  shineGreen = shineGreen * fresnel + mirror * (sky * 0.8 + windowShine * 0.8)
  shineBlue = shineBlue * fresnel + mirror * (sky * 0.6 + windowShine * 1.1)

  const dull = material.reflectance > 0.3 ? 0.55 : 1
  const tint = material.reflectance > 0.3 ? 1 : 0
  const mixRed = 1 - tint + tint * surface.red
  const mixGreen = 1 - tint + tint * surface.green
  const mixBlue = 1 - tint + tint * surface.blue
  out[at] =
    (out[at] ?? 0) + glow * surface.red + share * (red * surface.red * dull + shineRed * mixRed)
  out[at + 1] =
    (out[at + 1] ?? 0) +
    glow * surface.green +
    share * (green * surface.green * dull + shineGreen * mixGreen)
  out[at + 2] =
    (out[at + 2] ?? 0) +
    glow * surface.blue +
    share * (blue * surface.blue * dull + shineBlue * mixBlue)
}

function highlight(
  surface: Surface,
  view: Point,
  lx: number,
  ly: number,
  lz: number,
  gloss: number,
): number {
  const hx = lx - view[0]
  const hy = ly - view[1]
  const hz = lz - view[2]
  const cos = (surface.nx * hx + surface.ny * hy + surface.nz * hz) / Math.hypot(hx, hy, hz)
  return cos <= 0 ? 0 : ((gloss + 8) / 25) * Math.min(1, cos) ** gloss
}
