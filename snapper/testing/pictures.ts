import sharp from 'sharp'

/** A JPEG with some noise in it, as from a camera. */
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

/** A print in a room: soft shapes, edges and sensor noise, like a camera of 1280x720. */
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

/** 20 megapixels with sensor noise, like a good camera module: about 6 MB. */
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

/** Mean SSIM of the luma over 8x8 windows (Wang et al. 2004), with the second picture scaled to the size of the first. */
export async function compareStructure(first: Buffer, second: Buffer): Promise<number> {
  const { data: a, info } = await sharp(first)
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const b = await sharp(second).resize(info.width, info.height).greyscale().raw().toBuffer()
  const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2]
  let sum = 0
  let windows = 0
  for (let top = 0; top + 8 <= info.height; top += 4)
    for (let left = 0; left + 8 <= info.width; left += 4) {
      let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0]
      for (let y = top; y < top + 8; y += 1)
        for (let x = left; x < left + 8; x += 1) {
          const va = a[y * info.width + x] ?? 0
          const vb = b[y * info.width + x] ?? 0
          sa += va
          sb += vb
          saa += va * va
          sbb += vb * vb
          sab += va * vb
        }
      const [ma, mb] = [sa / 64, sb / 64]
      const [va, vb, cab] = [saa / 64 - ma * ma, sbb / 64 - mb * mb, sab / 64 - ma * mb]
      sum += ((2 * ma * mb + c1) * (2 * cab + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2))
      windows += 1
    }
  return sum / windows
}
