import sharp from 'sharp'

/** Mean SSIM of the luma over 8x8 windows (Wang et al. 2004), the second picture brought to the size of the first. */
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
