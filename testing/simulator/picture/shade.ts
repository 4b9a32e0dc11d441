import { lightArriving, type ShadowMap } from './light.ts'
import type { Material } from './materials.ts'
import type { Point } from './mesh.ts'
import { applyPattern, type Surface } from './patterns.ts'
import { normalise } from './solids.ts'

export const lampDirection: Point = normalise([-0.54, -0.22, 0.8])
const windowDirection: Point = normalise([0.74, 0.42, 0.46])

/** The LED strip under the beam, mm. */
const strip = { half: 120, y: 20, z: 274 }

export interface Lighting {
  lamp: ShadowMap
  above: ShadowMap
  lightsOn: boolean
}

/** Light of three colours that is being added up. */
interface Sum {
  red: number
  green: number
  blue: number
}

const diffuse: Sum = { red: 0, green: 0, blue: 0 }
const shine: Sum = { red: 0, green: 0, blue: 0 }

/**
 * Adds the light that leaves the surface towards the camera, times `share`, to three values of `out` from `at` on.
 * @param ray from the camera to the surface, of length 1
 * @param turn 0 to 63, another for each pixel
 */
export function shade(
  surface: Surface,
  material: Material,
  light: Lighting,
  ray: Point,
  turn: number,
  share: number,
  out: Float32Array,
  at: number,
): void {
  applyPattern(surface, material)
  const { x, y, z, nx, ny, nz } = surface
  // How open the place is to the sky: a wide look upwards darkens corners and the ground under things.
  const sky = lightArriving(light.above, x + nx * 3, y + ny * 3, z + nz * 3, 18, turn, 3)
  const open = 0.25 + 0.75 * sky
  addRoom(surface, open, light.lightsOn)
  shine.red = 0
  shine.green = 0
  shine.blue = 0
  if (light.lightsOn) {
    const gloss = 2 / (material.roughness ** 4 + 0.002)
    addLamp(surface, light, ray, turn, gloss)
    addStrip(surface, ray, sky, gloss)
  }
  addMirrored(surface, material, ray, open, light.lightsOn)

  // Metal colours what it mirrors; plastic mirrors white and is coloured beneath.
  const isMetal = material.reflectance > 0.3
  const dull = isMetal ? 0.55 : 1
  const { red, green, blue, emission } = surface
  const put = (k: number, colour: number, spread: number, mirrored: number) => {
    const leaving = colour * (spread * dull + emission) + mirrored * (isMetal ? colour : 1)
    out[at + k] = (out[at + k] ?? 0) + share * leaving
  }
  put(0, red, diffuse.red, shine.red)
  put(1, green, diffuse.green, shine.green)
  put(2, blue, diffuse.blue, shine.blue)
}

function addRoom({ nx, ny, nz }: Surface, open: number, lightsOn: boolean): void {
  const ambient = (0.62 + 0.38 * nz) * open * (lightsOn ? 1 : 0.045)
  const facing = nx * windowDirection[0] + ny * windowDirection[1] + nz * windowDirection[2]
  const dusk = Math.max(0, facing) * open * (lightsOn ? 0.5 : 0.1)
  diffuse.red = ambient * 0.27 + dusk * 0.36
  diffuse.green = ambient * 0.22 + dusk * 0.52
  diffuse.blue = ambient * 0.2 + dusk * 0.82
}

function addLamp(surface: Surface, light: Lighting, ray: Point, turn: number, gloss: number): void {
  const { x, y, z, nx, ny, nz } = surface
  const [lx, ly, lz] = lampDirection
  const facing = nx * lx + ny * ly + nz * lz
  if (facing <= 0) return
  // A desk lamp: its light thins out around the printer.
  const pool = 1.2 / (1 + ((x + 20) ** 2 + (y + 10) ** 2) / 300_000)
  const arriving =
    pool *
    facing *
    lightArriving(light.lamp, x + nx * 1.2, y + ny * 1.2, z + nz * 1.2, 5, turn, 1.5)
  const bright = arriving * highlight(surface, ray, lx, ly, lz, gloss)
  diffuse.red += arriving * 2.9
  diffuse.green += arriving * 2.12
  diffuse.blue += arriving * 1.36
  shine.red += bright * 2.5
  shine.green += bright * 1.86
  shine.blue += bright * 1.2
}

/** @param visible share of it that nothing hides: it is so long that its shadows are as soft as the sky's */
function addStrip(surface: Surface, ray: Point, visible: number, gloss: number): void {
  const { x, y, z, nx, ny, nz } = surface
  const lz = strip.z - z
  if (lz < 2) return
  const ly = strip.y - y
  // The piece of the strip that is nearest stands for all of it, held back a little so that its ends fade.
  const lx = Math.max(-strip.half, Math.min(strip.half, x)) * 0.7 - x
  const distance = Math.sqrt(lx * lx + ly * ly + lz * lz)
  const facing = (nx * lx + ny * ly + nz * lz) / distance
  if (facing <= 0) return
  const arriving =
    (facing * (lz / distance) * 84_000 * (0.12 + 0.88 * visible)) / (distance * distance + 3000)
  // A highlight lies where the mirrored ray passes the strip.
  const along = nx * ray[0] + ny * ray[1] + nz * ray[2]
  const mirrorX = ray[0] - 2 * along * nx
  const mirrorZ = Math.max(0.05, ray[2] - 2 * along * nz)
  const hit = Math.max(-strip.half, Math.min(strip.half, x + (mirrorX * lz) / mirrorZ)) - x
  const reach = Math.sqrt(hit * hit + ly * ly + lz * lz)
  const bright =
    arriving * highlight(surface, ray, hit / reach, ly / reach, lz / reach, gloss) * 0.6
  diffuse.red += arriving
  diffuse.green += arriving * 0.95
  diffuse.blue += arriving * 0.86
  shine.red += bright
  shine.green += bright * 0.95
  shine.blue += bright * 0.86
}

/** What a polished surface mirrors: warm wall, dark ceiling, the window. */
function addMirrored(
  { nx, ny, nz }: Surface,
  { reflectance, roughness }: Material,
  ray: Point,
  open: number,
  lightsOn: boolean,
): void {
  const along = nx * ray[0] + ny * ray[1] + nz * ray[2]
  const rx = ray[0] - 2 * along * nx
  const ry = ray[1] - 2 * along * ny
  const rz = ray[2] - 2 * along * nz
  const grazing = 1 - Math.min(1, Math.abs(along))
  const grazing2 = grazing * grazing
  const fresnel =
    reflectance + (1 - reflectance) * (1 - roughness * 0.85) * grazing2 * grazing2 * grazing
  const pane = rx * windowDirection[0] + ry * windowDirection[1] + rz * windowDirection[2]
  const sharpness = 3 + 30 * (1 - roughness) ** 2
  const windowShine = lobe(pane, sharpness) * (lightsOn ? 1.3 : 0.25)
  const wall = (0.3 + 0.25 * rz + 0.2 * Math.max(0, -rx)) * (lightsOn ? 1 : 0.04)
  const mirror = fresnel * (0.35 + 0.65 * open)
  shine.red = shine.red * fresnel + mirror * (wall * 1.05 + windowShine * 0.6)
  shine.green = shine.green * fresnel + mirror * (wall * 0.8 + windowShine * 0.8)
  shine.blue = shine.blue * fresnel + mirror * (wall * 0.6 + windowShine * 1.1)
}

function highlight(
  { nx, ny, nz }: Surface,
  ray: Point,
  lx: number,
  ly: number,
  lz: number,
  gloss: number,
): number {
  const hx = lx - ray[0]
  const hy = ly - ray[1]
  const hz = lz - ray[2]
  const cos = (nx * hx + ny * hy + nz * hz) / Math.sqrt(hx * hx + hy * hy + hz * hz)
  return ((gloss + 8) / 25) * lobe(cos, gloss)
}

/** Nearly `cos ** power`, at a fraction of its price: there are millions of them in a picture. */
function lobe(cos: number, power: number): number {
  const away = 1 - cos
  const near = 1 - (away * power) / 8
  if (near <= 0 || cos <= 0) return 0
  const squared = near * near
  const fourth = squared * squared
  return fourth * fourth
}
