/* The process that re-encodes uploaded pictures, started by `createIdleProcess`: a decoder may crash, and its memory is given back. */
import sharp, { type Sharp } from 'sharp'
import { serveJobs } from '#lib/core/serve-jobs.ts'
import type { PhotoAnswer, PhotoJob } from './photos.ts'

/** The largest width that a page shows. */
const maxPixelsAcross = 2400
const maxPixels = 100_000_000

sharp.concurrency(1)
// Of all that it could decode: what phones and browsers make.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}`),
})

async function clean({ path, target }: PhotoJob): Promise<PhotoAnswer> {
  const options = { limitInputPixels: maxPixels, failOn: 'error' } as const
  const { format } = await sharp(path, options).metadata()
  const encode = Object.hasOwn(encoders, format ?? '') ? encoders[format as Format] : undefined
  if (encode === undefined) return { rejected: `it is ${format ?? 'something else'}` }
  const isAnimation = format === 'gif'
  const upright = sharp(path, { ...options, animated: isAnimation }).autoOrient()
  const fit = { width: maxPixelsAcross, height: maxPixelsAcross, fit: 'inside' } as const
  const resized = isAnimation ? upright : upright.resize({ ...fit, withoutEnlargement: true })
  const { extension, run } = encode
  await run(resized).toFile(target + extension)
  return { path: target + extension }
}

type Format = keyof typeof encoders
type Run = (image: Sharp) => Sharp
const encoders = {
  jpeg: { extension: '.jpg', run: ((image) => image.jpeg({ quality: 88, mozjpeg: true })) as Run },
  heif: { extension: '.jpg', run: ((image) => image.jpeg({ quality: 88, mozjpeg: true })) as Run },
  png: { extension: '.png', run: ((image) => image.png()) as Run },
  webp: { extension: '.webp', run: ((image) => image.webp({ quality: 88 })) as Run },
  gif: { extension: '.gif', run: ((image) => image.gif()) as Run },
}

serveJobs((job: PhotoJob) =>
  clean(job).catch(
    (error: unknown): PhotoAnswer => ({
      rejected: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
    }),
  ),
)
