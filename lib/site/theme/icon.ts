import type { Palette } from './colours.ts'

const ring =
  'M23 6.5C15.5 3.5 7 6 6.800 12.5s8.400 9 12.400 8.200c5-.8 8-5.200 6.200-9.200C23.800 7.200 17 4.800 10.5 7'

/** The site's icon: a framed picture with a ring in the accent colour. @param size in pixels, for a file that has one */
export function drawIcon({ frame, paper, accent }: Palette, size?: number): string {
  const pixels = size === undefined ? '' : ` width="${size}" height="${size}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"${pixels}><path d="M0 0h32v32H0z" fill="${frame}"/><path d="M3 3h26v20H3z" fill="${paper}"/><path d="${ring}" fill="none" stroke="${accent}" stroke-width="2.6" stroke-linecap="round"/></svg>`
}

/** The icon of an installed site, which a system may cut to a circle: with more of the frame around it. @param size in pixels */
export function drawMaskableIcon(palette: Palette, size = 512): string {
  return drawIcon(palette, size)
    .replace('viewBox="0 0 32 32"', 'viewBox="-5 -8 42 42"')
    .replace('M0 0h32v32H0z', 'M-5-8h42v42H-5z')
}

/** White on nothing, which Android shows in its status bar. @param size in pixels */
export function drawBadge(_: Palette, size = 96): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="3 1 26 24" width="${size}" height="${size}"><path d="${ring}" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>`
}

/** @param png of 32 by 32 pixels */
export function wrapAsIco(png: Buffer): Buffer {
  // A header, one entry of 16 bytes (32x32, 1 plane, 32 bits, length, offset 22), and a PNG.
  const header = Buffer.alloc(22)
  header.set([0, 0, 1, 0, 1, 0, 32, 32, 0, 0, 1, 0, 32, 0])
  header.writeUInt32LE(png.length, 14)
  header.writeUInt32LE(22, 18)
  return Buffer.concat([header, png])
}
