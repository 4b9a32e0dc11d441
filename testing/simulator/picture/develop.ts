import sharp from 'sharp'
import { frameHeight, frameWidth } from './render.ts'

/** From light to a photograph: glow around what is bright, film-like tones, dark corners, the sensor's noise. */
export async function develop(
  light: Float32Array,
  options: { grain: number; lightsOn: boolean },
): Promise<Buffer> {
  const glow = blurBright(light)
  const bytes = Buffer.alloc(frameWidth * frameHeight * 3)
  const noise = options.grain >>> 0
  const exposure = options.lightsOn ? 0.92 : 1.9
  const noiseFloor = options.lightsOn ? 0.9 : 2.6
  for (let row = 0; row < frameHeight; row++) {
    const v = row / frameHeight - 0.5
    for (let column = 0; column < frameWidth; column++) {
      const at = (row * frameWidth + column) * 3
      const u = column / frameWidth - 0.5
      const corners = (1 - 0.62 * (u * u + v * v)) ** 2 * exposure
      const luma = grainAt(noise + row * 3, column)
      for (let k = 0; k < 3; k++) {
        const raw = ((light[at + k] ?? 0) + glowAt(glow, row, column, k)) * corners
        const tone = encodeTone(raw)
        const grain = 0.72 * luma + 0.5 * grainAt(noise + 9973 * (k + 1) + row, column)
        bytes[at + k] = Math.max(
          0,
          Math.min(255, tone + grain * (noiseFloor + 0.012 * (255 - tone))),
        )
      }
    }
  }
  return sharp(bytes, { raw: { width: frameWidth, height: frameHeight, channels: 3 } })
    .blur(0.45)
    .jpeg({ quality: 82, chromaSubsampling: '4:2:0' })
    .toBuffer()
}

// Film-like curve from light to 0-255, looked up: a power for each of 2.8 million values is too slow.
const toneTable = Float32Array.from({ length: 4096 }, (_, i) => {
  const x = (i / 4095) * 6
  const film = (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)
  return 255 * Math.min(1, film) ** (1 / 2.2)
})

function encodeTone(light: number): number {
  const place = Math.min(4094, light * 0.8 * (4095 / 6))
  const index = place | 0
  const low = toneTable[index] ?? 0
  return low + ((toneTable[index + 1] ?? low) - low) * (place - index)
}

// Roughly normal, mean 0, deviation about 1: four dice thrown once for a table that is read at odd places.
const dice = Float32Array.from({ length: 65536 }, (_, i) => {
  let h = Math.imul(i + 1, 2654435761)
  let sum = 0
  for (let k = 0; k < 4; k++) {
    h = Math.imul(h ^ (h >>> 15), 2246822519)
    h ^= h >>> 13
    sum += (h >>> 0) / 4294967295
  }
  return (sum - 2) * 1.7
})

function grainAt(row: number, column: number): number {
  return dice[(Math.imul(row, 7919) + Math.imul(column, 31) + ((row * column) >> 5)) & 65535] ?? 0
}

const step = 8
/** Light above this glows, in the same units as the picture. */
const glowFrom = 1.3
const glowWidth = frameWidth / step
const glowHeight = frameHeight / step

function blurBright(light: Float32Array): Float32Array {
  let small = new Float32Array(glowWidth * glowHeight * 3)
  // Every other pixel of every other row is enough for what will be blurred.
  for (let row = 0; row < frameHeight; row += 2)
    for (let column = 0; column < frameWidth; column += 2) {
      const from = (row * frameWidth + column) * 3
      const to = (Math.floor(row / step) * glowWidth + Math.floor(column / step)) * 3
      const green = light[from + 1] ?? 0
      if (green < glowFrom) continue
      const share = Math.min(6, green - glowFrom) / green / 16
      for (let k = 0; k < 3; k++)
        small[to + k] = (small[to + k] ?? 0) + share * (light[from + k] ?? 0)
    }
  for (const radius of [2, 3, 4])
    for (const across of [true, false]) small = boxBlur(small, radius, across)
  return small
}

function boxBlur(source: Float32Array, radius: number, across: boolean): Float32Array<ArrayBuffer> {
  const out = new Float32Array(source.length)
  const lines = across ? glowHeight : glowWidth
  const length = across ? glowWidth : glowHeight
  for (let line = 0; line < lines; line++)
    for (let i = 0; i < length; i++)
      for (let k = 0; k < 3; k++) {
        let sum = 0
        for (let j = -radius; j <= radius; j++) {
          const place = Math.min(length - 1, Math.max(0, i + j))
          sum += source[(across ? line * glowWidth + place : place * glowWidth + line) * 3 + k] ?? 0
        }
        out[(across ? line * glowWidth + i : i * glowWidth + line) * 3 + k] = sum / (2 * radius + 1)
      }
  return out
}

function glowAt(glow: Float32Array, row: number, column: number, k: number): number {
  const y = Math.min(glowHeight - 1.001, Math.max(0, row / step - 0.5))
  const x = Math.min(glowWidth - 1.001, Math.max(0, column / step - 0.5))
  const top = y | 0
  const left = x | 0
  const at = (top * glowWidth + left) * 3 + k
  const below = at + glowWidth * 3
  const fx = x - left
  const upper = (glow[at] ?? 0) * (1 - fx) + (glow[at + 3] ?? 0) * fx
  const lower = (glow[below] ?? 0) * (1 - fx) + (glow[below + 3] ?? 0) * fx
  return 0.5 * (upper + (lower - upper) * (y - top))
}
