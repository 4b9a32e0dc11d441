/*
 * The image process, started by `image-process.ts`: one job at a time, without secrets. An upload waits for the first response of a
 * new process, so it imports next to nothing: the limits, and types.
 */
import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import sharp, { type CreateRaw, type Sharp, type SharpOptions } from 'sharp'
import { maxPicturePixels } from '#lib/api/limits.ts'
import type { PictureFormat } from '#lib/api/picture-formats.ts'
import { sendToParent } from '#lib/core/send-to-parent.ts'
import type { AcceptedPicture } from '#lib/printers/types.ts'
import type {
  AnimateJob,
  ImageJob,
  ImageResponse,
  ReadyMessage,
  RenderOutcome,
  SquareJob,
} from './worker-messages.ts'

sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer'] })

// 'warning' would reject cameras whose JPEGs every browser shows; 'error' still rejects every truncation (both measured).
const decoding = {
  failOn: 'error',
  limitInputPixels: maxPicturePixels,
  sequentialRead: true,
  autoOrient: true,
} satisfies SharpOptions

/** The limit of libwebp and libheif. */
const maxRows = 16_383
/** Of all frames of an animation. */
const maxStackedRows = 150_000

/** Pixels; wider variants are encoded with less effort. */
const maxThoroughWidth = 960

const encode = {
  jpg: (image) => image.jpeg({ quality: 75, mozjpeg: true }),
  webp: (image) => image.webp({ quality: 75, effort: 4 }),
  // Measured on a 1920x1080 picture of a printer: effort 4 takes five times as long as 2 for 3 % fewer bytes. Effort 1 takes half
  // of 2; at 1280 and 1920 with 2-4 % fewer bytes and 0.4 dB less, and a set of 15 takes 1.5 s of a core instead of 2.1 s.
  avif: (image, width) => image.avif({ quality: 50, effort: width <= maxThoroughWidth ? 2 : 1 }),
} satisfies Record<PictureFormat, (image: Sharp, width: number) => Sharp>

async function inspect(path: string): Promise<AcceptedPicture> {
  const bytes = readFileSync(path)
  const { autoOrient } = await sharp(bytes, decoding).metadata()
  const image = sharp(bytes, decoding)
    .resize(256, 256, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
  const warnings: string[] = []
  image.on('warning', (warning: string) => warnings.push(warning))
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const missingData = warnings.find(isMissingData)
  if (missingData !== undefined) throw new Error(missingData)
  const { width, height, channels } = info
  const tiny = await sharp(data, { raw: { width, height, channels } })
    .resize(16, 16, { fit: 'inside' })
    .webp({ quality: 50, effort: 6 })
    .toBuffer()
  return {
    sha256: hash('sha256', bytes),
    bytes: bytes.length,
    ...autoOrient,
    placeholder: `data:image/webp;base64,${tiny.toString('base64')}`,
    ...measureLuma(data, info),
  }
}

/**
 * The decoder fills missing data with grey and only warns: about a premature end, or once about all repairs, with their number.
 * Harmless oddities of cameras need one to four repairs (measured).
 */
function isMissingData(warning: string): boolean {
  const repairs = Number(/read gave (\d+) warnings/.exec(warning)?.[1] ?? 0)
  return repairs > 8 || /premature end of data segment|marker 0xd9 instead of RST/.test(warning)
}

/** Rec. 601 weights: the Y that JPEG stores. */
function measureLuma(
  pixels: Buffer,
  { width, height, channels }: { width: number; height: number; channels: number },
): { luma: number; sharpness: number } {
  const [red, green, blue] = channels >= 3 ? [0.299, 0.587, 0.114] : [1, 0, 0]
  const luma = new Float32Array(width * height)
  for (let at = 0; at < luma.length; at++) {
    const from = at * channels
    luma[at] =
      red * (pixels[from] ?? 0) + green * (pixels[from + 1] ?? 0) + blue * (pixels[from + 2] ?? 0)
  }
  const mean = luma.reduce((sum, value) => sum + value, 0) / luma.length
  return { luma: toTenths(mean), sharpness: toTenths(laplacianVariance(luma, width, height)) }
}

/** A measure of sharpness: a blurred picture has no sudden steps in luma. */
function laplacianVariance(luma: Float32Array, width: number, height: number): number {
  const at = (index: number) => luma[index] ?? 0
  let sum = 0
  let squares = 0
  let count = 0
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      const step = at(i - 1) + at(i + 1) + at(i - width) + at(i + width) - 4 * at(i)
      sum += step
      squares += step * step
      count++
    }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2
}

const toTenths = (value: number) => Math.round(value * 10) / 10

async function render(job: ImageJob & { kind: 'render' }): Promise<RenderOutcome> {
  const bytes = readFileSync(job.path)
  // Hashes the bytes that are decoded below.
  if (hash('sha256', bytes) !== job.sha256) return { kind: 'altered' }
  const { autoOrient } = await sharp(bytes, decoding).metadata()
  if (autoOrient.width < job.width && !job.allowNarrower)
    return { kind: 'narrower', pictureWidth: autoOrient.width }
  const image = sharp(bytes, decoding)
    .resize(job.width, maxRows, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
  // Written by Node: libvips reports a full disk like a damaged picture.
  writeFileSync(job.outPath, await encode[job.format](image, job.width).toBuffer())
  return { kind: 'rendered', pictureWidth: autoOrient.width }
}

/** Decodes one frame after the other and keeps only their small copies: 96 of 640x360 are 66 MB. */
async function animate(job: AnimateJob): Promise<RenderOutcome> {
  const frames: Buffer[] = []
  let height = 0
  let pictureWidth = 0
  for (const { path, sha256 } of job.frames) {
    const bytes = existsSync(path) ? readFileSync(path) : null
    if (bytes === null || hash('sha256', bytes) !== sha256) continue
    const { autoOrient } = await sharp(bytes, decoding).metadata()
    if (height === 0) {
      pictureWidth = Math.min(job.width, autoOrient.width)
      height = Math.max(1, Math.round((pictureWidth * autoOrient.height) / autoOrient.width))
    }
    const image = sharp(bytes, decoding).resize(pictureWidth, height, { fit: 'cover' })
    frames.push(await image.toColourspace('srgb').removeAlpha().raw().toBuffer())
  }
  if (frames.length < 2 || height * frames.length > maxStackedRows) return { kind: 'missing' }
  const channels = Math.round((frames[0]?.length ?? 0) / (pictureWidth * height))
  const delay = frames.map((_, at) => (at === frames.length - 1 ? job.lastDelayMs : job.delayMs))
  const stacked = {
    width: pictureWidth,
    height: height * frames.length,
    channels,
    pageHeight: height,
  }
  const animation = sharp(Buffer.concat(frames), {
    // 1 to 4, as sharp's decoder returned it.
    raw: stacked as CreateRaw,
    limitInputPixels: 100_000_000,
  }).webp({ quality: 70, effort: 2, loop: 0, delay })
  writeFileSync(job.outPath, await animation.toBuffer())
  return { kind: 'rendered', pictureWidth }
}

/**
 * Unblocks the SVG loader only for the site's own SVGs: jobs run one at a time, so it never sees an upload. Text in them is
 * outlines, so no font is needed.
 */
async function rasterise(job: ImageJob & { kind: 'rasterise' }): Promise<void> {
  const loader = { operation: ['VipsForeignLoadSvgBuffer'] }
  sharp.unblock(loader)
  try {
    const image = sharp(readFileSync(job.path), { limitInputPixels: decoding.limitInputPixels })
    // 256 colours: a quarter of the bytes, without visible difference in a photograph of this size (measured).
    const png = await image.png({ palette: true, quality: 90, effort: 4 }).toBuffer()
    writeFileSync(job.outPath, png)
  } finally {
    sharp.block(loader)
  }
}

/** Of a person's photo; larger ones are refused before they are decoded. */
const maxPhotoPixels = 16_000_000
const photoLoaders = {
  operation: ['Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}Buffer`),
}

/** Unblocks the loaders of what people use as their photo, for this job alone. SVG isn't among them. */
async function square({ path, pixels, outPath }: SquareJob): Promise<void> {
  sharp.unblock(photoLoaders)
  try {
    const options = { ...decoding, limitInputPixels: maxPhotoPixels }
    const image = sharp(readFileSync(path), options)
      .resize(pixels, pixels, { fit: 'cover' })
      .toColourspace('srgb')
    writeFileSync(outPath, await encode.webp(image).toBuffer())
  } finally {
    sharp.block(photoLoaders)
  }
}

let isLowered = false
/**
 * Lowers the priority for encoding, but not for inspecting, because an upload waits for that. A process can't raise its priority
 * again, but pictures are minutes apart and an idle process exits. On Linux niceness is per thread, and libuv's threads already
 * exist.
 */
function lowerPriority(): void {
  if (isLowered) return
  isLowered = true
  try {
    const threads =
      process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [process.pid]
    for (const thread of threads) setPriority(thread, constants.priority.PRIORITY_LOW)
  } catch {
    // A sandbox may forbid it; pages are slower then.
  }
}

/** When memory runs out, the kernel should kill this process and not the site. */
function preferForOomKill(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000')
  } catch {
    // Not Linux, or forbidden.
  }
}

async function runJob(job: ImageJob): Promise<ImageResponse> {
  try {
    if (job.kind === 'inspect') return { kind: 'facts', facts: await inspect(job.path) }
    lowerPriority()
    if (job.kind === 'square') {
      await square(job)
      return { kind: 'squared' }
    }
    if (job.kind === 'rasterise') {
      await rasterise(job)
      return { kind: 'rasterised' }
    }
    return {
      kind: 'outcome',
      outcome: job.kind === 'animate' ? await animate(job) : await render(job),
    }
  } catch (error) {
    const { message, code = null, path } = error as NodeJS.ErrnoException // sharp and fs throw errors
    if (job.kind === 'render' && code === 'ENOENT' && path === job.path)
      return { kind: 'outcome', outcome: { kind: 'missing' } }
    return { kind: 'error', message, systemCode: code }
  }
}

let isWorking = false
preferForOomKill()
process.on('message', async (job: ImageJob) => {
  isWorking = true
  const response = await runJob(job)
  isWorking = false
  await sendToParent(response)
})
const { user, system } = process.cpuUsage()
void sendToParent({ kind: 'ready', cpuMs: (user + system) / 1000 } satisfies ReadyMessage)
// The site closes the channel when idle, and the kernel when the site dies. A normal exit writes the compile cache but waits for a
// running encode.
process.on('disconnect', () => (isWorking ? process.kill(process.pid, 'SIGKILL') : process.exit()))
