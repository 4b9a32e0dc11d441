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

/** A print in a room: soft shapes, edges and a sensor's noise, as a camera of 1280x720 gives them. */
export async function makeRoom(): Promise<Buffer> {
  const bars = Array.from({ length: 40 }, (_, bar) => {
    const shade = 60 + ((bar * 53) % 140)
    return `<rect x="${bar * 32}" y="${(bar * 97) % 400}" width="26" height="${120 + ((bar * 71) % 300)}" fill="rgb(${shade},${(shade * 7) % 200},${255 - shade})" rx="6"/>`
  })
  const scene = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720"><defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="#40444c"/><stop offset="1" stop-color="#b8b0a0"/></linearGradient></defs><rect width="1280" height="720" fill="url(#g)"/>${bars.join('')}</svg>`
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 5 }
  const grain = await sharp({
    create: { width: 1280, height: 720, channels: 3, background: '#000', noise },
  })
    .png()
    .toBuffer()
  return sharp(Buffer.from(scene))
    .removeAlpha()
    .blur(0.8)
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 88 })
    .toBuffer()
}

/** 20 million pixels and a sensor's noise in each, as a good module gives them: some 6 MB. */
export async function makeLargePicture(): Promise<Buffer> {
  const [width, height] = [5184, 3888]
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 45 }
  const grain = await sharp({ create: { width, height, channels: 3, background: '#000', noise } })
    .png({ compressionLevel: 0 })
    .toBuffer()
  const room = await sharp(await makeRoom())
    .resize(width, height, { fit: 'fill' })
    .toBuffer()
  return sharp(room)
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 85 })
    .toBuffer()
}
