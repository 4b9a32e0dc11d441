/*
 * The image process: started by `image-process.ts`, takes one job at a time, holds nothing worth stealing. The first answer
 * of a fresh process is what an upload waits for, so it imports nothing of ours but types.
 */
import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import sharp, { type CreateRaw, type Sharp, type SharpOptions } from 'sharp'
import { maxPicturePixels } from '#lib/api/limits.ts'
import type { PictureFormat } from '#lib/api/picture-formats.ts'
import type { AcceptedPicture } from '#lib/printers/types.ts'
import type { AnimateJob, ImageJob, ImageResponse, RenderOutcome } from './worker-messages.ts'

sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer'] })

// 'warning' would refuse cameras whose JPEGs every browser shows; 'error' still refuses every truncation (both measured).
const decoding = {
  failOn: 'error',
  limitInputPixels: maxPicturePixels,
  sequentialRead: true,
  autoOrient: true,
} satisfies SharpOptions

/** libwebp and libheif refuse more rows than this. */
const maxRows = 16_383
/** Of all frames of an animation. */
const maxStackedRows = 150_000

/** Pixels; wider ones are encoded with half the effort. */
const widestThorough = 960

const encode = {
  jpg: (image) => image.jpeg({ quality: 75, mozjpeg: true }),
  webp: (image) => image.webp({ quality: 75, effort: 4 }),
  // Measured on a 1920x1080 picture of a printer: effort 4 takes five times as long as 2 for 3 % fewer bytes. Effort 1 takes half
  // of 2; at 1280 and 1920 with 2-4 % fewer bytes and 0.4 dB less, and a set of 15 takes 1.5 s of a core instead of 2.1 s.
  avif: (image, width) => image.avif({ quality: 50, effort: width <= widestThorough ? 2 : 1 }),
} satisfies Record<PictureFormat, (image: Sharp, width: number) => Sharp>

async function inspect(path: string): Promise<AcceptedPicture> {
  const bytes = readFileSync(path)
  const { autoOrient } = await sharp(bytes, decoding).metadata()
  const image = sharp(bytes, decoding)
    .resize(256, 256, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
  const remarks: string[] = []
  image.on('warning', (remark: string) => remarks.push(remark))
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const gap = remarks.find(tellsOfGap)
  if (gap !== undefined) throw new Error(gap)
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
 * The decoder fills gaps with grey and only remarks on it: that the data ended before the picture, or, only on the first of
 * them but with their number, on each repair. A camera's harmless oddities need one to four (measured).
 */
function tellsOfGap(remark: string): boolean {
  const repairs = Number(/read gave (\d+) warnings/.exec(remark)?.[1] ?? 0)
  return repairs > 8 || /premature end of data segment|marker 0xd9 instead of RST/.test(remark)
}

/** Rec. 601 weights: the Y that JPEG itself keeps. */
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

/** A blurred picture has no sudden steps: how much the steps differ tells how sharp it is. */
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
  // Of the very bytes that are decoded below.
  if (hash('sha256', bytes) !== job.sha256) return { kind: 'altered' }
  const { autoOrient } = await sharp(bytes, decoding).metadata()
  if (autoOrient.width < job.width && !job.takesNarrower)
    return { kind: 'narrower', pictureWidth: autoOrient.width }
  const image = sharp(bytes, decoding)
    .resize(job.width, maxRows, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
  // Written by Node and not by libvips, whose words for a full disk can't be told from those for a damaged picture.
  writeFileSync(job.outPath, await encode[job.format](image, job.width).toBuffer())
  return { kind: 'made', pictureWidth: autoOrient.width }
}

/** One frame after the other, so that only their small copies are held: 96 of 640 x 360 are 66 MB. */
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
  if (frames.length < 2 || height * frames.length > maxStackedRows) return { kind: 'gone' }
  const channels = Math.round((frames[0]?.length ?? 0) / (pictureWidth * height))
  const delay = frames.map((_, at) => (at === frames.length - 1 ? job.lastDelayMs : job.delayMs))
  const stacked = {
    width: pictureWidth,
    height: height * frames.length,
    channels,
    pageHeight: height,
  }
  const animation = sharp(Buffer.concat(frames), {
    // 1 to 4, as sharp's own decoder has told.
    raw: stacked as CreateRaw,
    limitInputPixels: 100_000_000,
  }).webp({ quality: 70, effort: 2, loop: 0, delay })
  writeFileSync(job.outPath, await animation.toBuffer())
  return { kind: 'made', pictureWidth }
}

/**
 * The SVG loader is open for our own drawing and for nothing else: one job at a time is taken, and what a snapper sends never
 * meets it. Its type is outlines, so no font is looked for.
 */
async function draw(job: ImageJob & { kind: 'draw' }): Promise<void> {
  const loader = { operation: ['VipsForeignLoadSvgBuffer'] }
  sharp.unblock(loader)
  try {
    const image = sharp(readFileSync(job.path), { limitInputPixels: decoding.limitInputPixels })
    // 256 colours: a quarter of the bytes, and nobody sees it in a photograph of this size (measured, looked at).
    const png = await image.png({ palette: true, quality: 90, effort: 4 }).toBuffer()
    writeFileSync(job.outPath, png)
  } finally {
    sharp.block(loader)
  }
}

let hasYielded = false
/**
 * Encoding gives way to visitors; inspecting doesn't, because an upload waits for it. A process that has given way can't
 * come back, but pictures are minutes apart and it leaves when idle. Linux keeps niceness per thread, and libuv's exist already.
 */
function yieldToVisitors(): void {
  if (hasYielded) return
  hasYielded = true
  try {
    const threads =
      process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [process.pid]
    for (const thread of threads) setPriority(thread, constants.priority.PRIORITY_LOW)
  } catch {
    // A sandbox may forbid it: slower for visitors, not wrong.
  }
}

/** When memory runs out, the kernel should take this process and not the site. */
function volunteerForTheOomKiller(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000')
  } catch {
    // Not Linux, or forbidden.
  }
}

async function answer(job: ImageJob): Promise<ImageResponse> {
  try {
    if (job.kind === 'inspect') return { kind: 'facts', facts: await inspect(job.path) }
    yieldToVisitors()
    if (job.kind === 'draw') {
      await draw(job)
      return { kind: 'drawn' }
    }
    return {
      kind: 'outcome',
      outcome: job.kind === 'animate' ? await animate(job) : await render(job),
    }
  } catch (error) {
    const { message, code = null, path } = error as NodeJS.ErrnoException // Whatever is thrown, sharp and fs throw errors.
    if (job.kind === 'render' && code === 'ENOENT' && path === job.path)
      return { kind: 'outcome', outcome: { kind: 'gone' } }
    return { kind: 'refused', reason: message, systemCode: code }
  }
}

let isWorking = false
volunteerForTheOomKiller()
process.on('message', async (job: ImageJob) => {
  isWorking = true
  const answered = await answer(job)
  isWorking = false
  process.send?.(answered)
})
// The site closes the channel when it has had no work for a while, and the kernel does when the site dies. An orderly exit
// writes the compile cache but waits for a running encode.
process.on('disconnect', () => (isWorking ? process.kill(process.pid, 'SIGKILL') : process.exit()))
