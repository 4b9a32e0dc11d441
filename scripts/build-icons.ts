import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { theme } from '../lib/core/theme.ts'

/* npm run icons: gives the icons in public/ the colours of the light theme. The drawing is that of icon.svg. */
const folder = join(import.meta.dirname, '../public')
const colours = [theme.frame.light, theme.paper.light, theme.accent.light]

const svg = readFileSync(join(folder, 'icon.svg'), 'utf8').replace(
  /#[0-9a-f]{6}/g,
  (colour) => colours.shift() ?? colour,
)
const draw = (size: number) =>
  sharp(Buffer.from(svg), { density: 600 }).resize(size).png().toBuffer()

const png = await draw(32)
// ICO: a header, one entry of 16 bytes (32x32, 1 plane, 32 bits, length, offset 22), and a PNG.
const header = Buffer.alloc(22)
header.set([0, 0, 1, 0, 1, 0, 32, 32, 0, 0, 1, 0, 32, 0])
header.writeUInt32LE(png.length, 14)
header.writeUInt32LE(22, 18)
writeFileSync(join(folder, 'icon.svg'), svg)
writeFileSync(join(folder, 'apple-icon.png'), await draw(180))
writeFileSync(join(folder, 'favicon.ico'), Buffer.concat([header, png]))
