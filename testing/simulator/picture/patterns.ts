import type { Material } from './materials.ts'
import { bedHalf } from './printer-mesh.ts'

/** One place on something, as it is being coloured. */
export interface Surface {
  x: number
  y: number
  z: number
  nx: number
  ny: number
  nz: number
  red: number
  green: number
  blue: number
  emission: number
  /** The bed's place along y, for what is drawn on it. */
  bedY: number
  /** Share of the job that is done, for the printer's own screen. */
  progress: number
}

/** Gives the surface its colour and the small turns of its normal that make it look like the real stuff. */
export function applyPattern(surface: Surface, material: Material): void {
  let tone = 1
  surface.red = material.colour[0]
  surface.green = material.colour[1]
  surface.blue = material.colour[2]
  surface.emission = material.emission
  const { x, y, z } = surface
  switch (material.pattern) {
    case 'plain':
      return
    case 'layers':
      surface.nz += 0.25 * Math.sin((z * 2 * Math.PI) / 1.7)
      tone = 0.96 + 0.08 * hash(Math.floor(z / 1.7), 7)
      straighten(surface)
      break
    case 'infill': {
      const u = Math.abs((((x + y - surface.bedY + 500) / 5.2) % 1) - 0.5)
      const v = Math.abs((((x - y + surface.bedY + 500) / 5.2) % 1) - 0.5)
      const ridge = Math.min(u, v) < 0.13
      tone = ridge ? 1.12 : 0.42
      break
    }
    case 'winding': {
      // Turns lie side by side along the spool's axle.
      const along = x * 0.82 - y * 0.57
      const wave = Math.sin((along * 2 * Math.PI) / 3.1)
      surface.nx += 0.4 * wave * 0.82
      surface.ny -= 0.4 * wave * 0.57
      tone = 0.86 + 0.14 * wave
      straighten(surface)
      break
    }
    case 'wood': {
      const warp = Math.sin(x * 0.004 + 1) * 9 + Math.sin(x * 0.011) * 4
      const plank = Math.floor((y + 400) / 118)
      const rings = smoothNoise(y * 0.34 + warp * 0.6 + plank * 31, x * 0.008 + plank * 7)
      const fibre = smoothNoise(y * 1.3, x * 0.03 + plank * 3)
      // A seam is thinner than a pixel: it fades out over two, or it would be drawn in dashes.
      const fromSeam = Math.abs(((y + 400) % 118) - 59)
      const seam = 1 - 0.5 * Math.max(0, (fromSeam - 57) / 2)
      tone = (0.62 + 0.5 * rings + 0.22 * fibre + 0.12 * hash(plank, 3)) * seam
      break
    }
    case 'bed': {
      const u = Math.abs(x)
      const v = y - surface.bedY
      const edge = Math.max(u, Math.abs(v))
      tone = 0.88 + 0.28 * hash(Math.floor(x * 1.1), Math.floor(v * 1.1))
      const isLabel = v < -bedHalf + 16 && v > -bedHalf + 12 && u < 24
      const border = Math.max(0, 1 - Math.abs(edge - bedHalf + 7) / 1.2)
      if (isLabel && hash(Math.floor(x / 3), 5) > 0.35) tone *= 3.2
      else tone *= 1 + 2 * border
      break
    }
    case 'screen':
      drawScreen(surface)
      return
  }
  surface.red *= tone
  surface.green *= tone
  surface.blue *= tone
}

/** The printer's own little display: two temperatures as bars and the progress below. */
function drawScreen(surface: Surface): void {
  const u = (surface.x - 94) / 64
  const v = (surface.z - 20) / 35
  let red = 0.012
  let green = 0.04
  let blue = 0.06
  if (v > 0.12 && v < 0.34 && u > 0.08 && u < 0.92) {
    const done = (u - 0.08) / 0.84 < surface.progress
    red = done ? 0.95 : 0.06
    green = done ? 0.4 : 0.1
    blue = done ? 0.08 : 0.13
  } else if (v > 0.42 && v < 0.86) {
    const row = Math.floor((v - 0.42) / 0.11)
    const inRow = ((v - 0.42) / 0.11) % 1 < 0.6
    const letter = hash(Math.floor(u * 26), row + 11) > 0.3
    if (inRow && letter && u > 0.08 && u < (row % 2 ? 0.56 : 0.84)) {
      red = 0.35
      green = 0.72
      blue = 0.8
    }
  }
  surface.red = red
  surface.green = green
  surface.blue = blue
  surface.emission = 1.1
}

function straighten(surface: Surface): void {
  const length = Math.sqrt(surface.nx ** 2 + surface.ny ** 2 + surface.nz ** 2)
  surface.nx /= length
  surface.ny /= length
  surface.nz /= length
}

/** 0 to 1, the same for the same two whole numbers. */
function hash(a: number, b: number): number {
  let h = Math.imul(a, 374761393) + Math.imul(b, 668265263)
  h = Math.imul(h ^ (h >>> 13), 1274126177)
  return ((h ^ (h >>> 16)) >>> 0) / 4294967295
}

function smoothNoise(x: number, y: number): number {
  const column = Math.floor(x)
  const row = Math.floor(y)
  const u = x - column
  const v = y - row
  const fx = u * u * (3 - 2 * u)
  const fy = v * v * (3 - 2 * v)
  const top = hash(column, row) * (1 - fx) + hash(column + 1, row) * fx
  const bottom = hash(column, row + 1) * (1 - fx) + hash(column + 1, row + 1) * fx
  return top * (1 - fy) + bottom * fy
}
