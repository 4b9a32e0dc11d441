/** What `toI420` makes: BT.709 with the limited range of video. */
export const colorSpace = {
  primaries: 'bt709',
  transfer: 'bt709',
  matrix: 'bt709',
  fullRange: false,
} as const

/**
 * A picture as the planes of I420. Browsers that convert a canvas themselves use the full range, and players that don't expect it show
 * too much contrast.
 * @param picture RGBA; width and height are even
 */
export function toI420({
  data,
  width,
  height,
}: Pick<ImageData, 'data' | 'width' | 'height'>): Uint8ClampedArray<ArrayBuffer> {
  const pixels = width * height
  // A clamped array rounds.
  const planes = new Uint8ClampedArray(pixels * 1.5)
  const square = [0, 1, width, width + 1]
  let chroma = pixels
  for (let y = 0; y < height; y += 2)
    for (let x = 0; x < width; x += 2) {
      let [reds, greens, blues] = [0, 0, 0]
      for (const offset of square) {
        const pixel = y * width + x + offset
        const red = data[pixel * 4] ?? 0
        const green = data[pixel * 4 + 1] ?? 0
        const blue = data[pixel * 4 + 2] ?? 0
        planes[pixel] = 16 + 0.18259 * red + 0.61423 * green + 0.06201 * blue
        reds += red
        greens += green
        blues += blue
      }
      // Of four pixels together.
      planes[chroma] = 128 - 0.02516 * reds - 0.08464 * greens + 0.1098 * blues
      planes[chroma + pixels / 4] = 128 + 0.1098 * reds - 0.09973 * greens - 0.01007 * blues
      chroma += 1
    }
  return planes
}
