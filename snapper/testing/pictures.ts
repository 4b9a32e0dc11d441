import sharp from 'sharp'

/** A real JPEG with some noise in it, as from a camera. */
export function makeJpeg(width = 160, height = 120): Promise<Buffer> {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#6a7480',
      noise: { type: 'gaussian', mean: 110, sigma: 40 },
    },
  })
    .jpeg({ quality: 80 })
    .toBuffer()
}
