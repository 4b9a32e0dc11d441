import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { reportAt, sharePrinted, startOfHistory } from './histories.ts'
import { expect, type Printer, test } from './site.ts'
import { takePicture } from './snapper.ts'

/* Promises to a visitor who shares a print's time-lapse. The films are read by ffmpeg, which others wrote. */

const run = promisify(execFile)
const hasFfmpeg = spawnSync('ffprobe', ['-version']).status === 0
const needFfmpeg = () => test.skip(!hasFfmpeg && !process.env.CI, 'Install the package ffmpeg.')

const open = (page: Page) => page.getByRole('button', { name: 'Make a video to share' })
const panel = (page: Page) => page.getByRole('region', { name: 'Video to share' })
const status = (page: Page) => panel(page).getByRole('status')
const webp = (page: Page) => page.getByRole('link', { name: /animated WebP/ })

/** Twelve pictures, ten minutes apart, of which the last four are upright. */
async function printTurned(printer: Printer): Promise<void> {
  const startMs = startOfHistory(140)
  for (let index = 0; index < 12; index += 1) {
    const fields = { job_name: 'dual_rail.gcode', progress: index * 8 }
    const size: [number, number] = index < 8 ? [640, 360] : [360, 640]
    await reportAt(printer, startMs, index * 10, fields, index, size)
  }
  await reportAt(printer, startMs, 120, { state: 'finished', progress: 100, job_name: '' }, null)
}

/** The paths at which the page finds a frame's picture. */
async function listSources(printer: Printer): Promise<string[][]> {
  const { frames } = await (await fetch(`${printer.api}prints/1/frames`)).json()
  return frames.map(({ sources }: { sources: { url: string }[] }) => sources.map(({ url }) => url))
}

async function save(page: Page, path: string): Promise<string> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Save video' }).click()
  const download = await downloading
  await download.saveAs(path)
  return download.suggestedFilename()
}

/** What ffprobe says of a film that it has decoded to its end. */
async function probe(path: string) {
  const what =
    'stream=codec_name,pix_fmt,color_range,color_space,width,height,nb_read_frames:format=duration'
  const options = ['-v', 'error', '-count_frames', '-show_entries', what, '-of', 'json']
  const { stdout, stderr } = await run('ffprobe', [...options, path])
  expect(stderr).toBe('')
  const { streams, format } = JSON.parse(stdout)
  return { ...streams[0], duration: Number(format.duration) }
}

/** A frame as ffmpeg decodes it. */
async function readFrame(path: string, index: number): Promise<Buffer> {
  const options = ['-v', 'error', '-i', path, '-vf', `select=eq(n\\,${index})`, '-frames:v', '1']
  const args = [...options, '-f', 'image2pipe', '-c:v', 'png', '-']
  const { stdout } = await run('ffmpeg', args, { encoding: 'buffer', maxBuffer: 1e7 })
  return stdout
}

/** Mean difference of each colour of two pictures, of 255. */
async function compare(one: Buffer, other: Buffer): Promise<number[]> {
  const read = async (picture: Buffer) => (await sharp(picture).removeAlpha().stats()).channels
  const [a, b] = await Promise.all([read(one), read(other)])
  return a.map(({ mean }, index) => Math.abs(mean - (b[index]?.mean ?? 0)))
}

const crop = (picture: Buffer, left: number, top: number, width: number, height: number) =>
  sharp(picture).extract({ left, top, width, height }).png().toBuffer()

test('a print becomes an MP4 that others can read, whatever has happened to its pictures', async ({
  page,
  site,
  printer,
}, info) => {
  needFfmpeg()
  await printTurned(printer)
  const sources = await listSources(printer)
  expect(sources).toHaveLength(12)
  const [gone = [], broken = []] = [sources[3], sources[5]]
  await page.route(
    (url) => gone.includes(url.href.replace(site.url, new URL(gone[0] ?? '').origin)),
    (route) => route.fulfill({ status: 404 }),
  )
  await page.route(
    (url) => broken.includes(url.href.replace(site.url, new URL(broken[0] ?? '').origin)),
    (route) => route.fulfill({ body: 'no picture', contentType: 'image/webp' }),
  )
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await open(page).click()
  await expect(status(page)).toHaveText(
    /^12 pictures, about [\d.]+ kB, are loaded for an MP4 of 5 seconds\. .*nothing is uploaded\.$/,
  )
  const make = page.getByRole('button', { name: 'Load and make it' })
  await expect(make).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(status(page)).toHaveText(
    /^Ready: an MP4 of 5 seconds, [\d.]+ kB\. Without 2 pictures that couldn’t be loaded\.$/,
  )
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])

  const film = join(info.outputDir, 'film.mp4')
  expect(await save(page, film)).toBe('dual-rail-print-1.mp4')
  // Ten pictures and two seconds of the last, four in a second.
  expect(await probe(film)).toEqual({
    codec_name: 'h264',
    pix_fmt: 'yuv420p',
    color_range: 'tv',
    color_space: 'bt709',
    width: 640,
    height: 406,
    nb_read_frames: '18',
    duration: 4.5,
  })
  const first = await readFrame(film, 0)
  const shown = await compare(await crop(first, 0, 0, 640, 360), await takePicture(0))
  for (const difference of shown) expect(difference).toBeLessThan(3)
  // Upright pictures are fitted in, between two dark sides.
  const upright = await readFrame(film, 9)
  const side = await sharp(await crop(upright, 0, 0, 200, 360)).stats()
  for (const { mean } of side.channels.slice(0, 3)) expect(mean).toBeLessThan(25)
  const inside = await takePicture(11, 360, 640)
  for (const difference of await compare(await crop(upright, 222, 4, 196, 352), inside))
    expect(difference).toBeLessThan(6)
  // Words are below the picture.
  const band = await sharp(await crop(first, 0, 370, 640, 36)).stats()
  expect(band.channels[1]?.max).toBeGreaterThan(200)
})

/** A browser that claims to encode these and then doesn't, as Firefox does with H.264. */
async function breakEncoders(page: Page, broken: string): Promise<void> {
  await page.addInitScript((pattern) => {
    window.VideoEncoder = class extends VideoEncoder {
      isBroken = false
      fail: (error: DOMException) => void
      constructor(init: VideoEncoderInit) {
        super(init)
        this.fail = init.error
      }
      override configure(config: VideoEncoderConfig) {
        this.isBroken = new RegExp(pattern).test(config.codec)
        super.configure(config)
      }
      override encode(frame: VideoFrame, options?: VideoEncoderEncodeOptions) {
        if (!this.isBroken) return super.encode(frame, options)
        super.close()
        this.fail(new DOMException('Not with this browser.', 'EncodingError'))
      }
    }
  }, broken)
}

test('where H.264 fails it is a WebM, and shared with what the device has', async ({
  page,
  site,
}, info) => {
  needFfmpeg()
  const printer = await sharePrinted(site)
  await breakEncoders(page, '^avc1')
  await page.addInitScript(() => {
    navigator.canShare = () => true
    navigator.share = async ({ files } = {}) => {
      document.title = `${files?.[0]?.name} ${files?.[0]?.type}`
    }
  })
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await open(page).click()
  await expect(status(page)).toContainText('a WebM of 5 seconds')
  await page.getByRole('button', { name: 'Load and make it' }).click()
  await expect(status(page)).toHaveText(/^Ready: a WebM of 5 seconds/)
  const share = page.getByRole('button', { name: 'Share video' })
  await expect(share).toBeFocused()
  await share.click()
  await expect(page).toHaveTitle('dual-rail-print-1.webm video/webm')
  const film = join(info.outputDir, 'film.webm')
  await save(page, film)
  const { frames } = await (await fetch(`${printer.api}prints/1/frames`)).json()
  expect(await probe(film)).toMatchObject({
    codec_name: 'vp9',
    color_range: 'tv',
    color_space: 'bt709',
    nb_read_frames: String(frames.length + 8),
    duration: (frames.length + 8) / 4,
  })
  const first = await crop(await readFrame(film, 0), 0, 0, 640, 360)
  for (const difference of await compare(first, await takePicture(11)))
    expect(difference).toBeLessThan(3)
})

test('where no video is possible, the animated WebP is', async ({ browser, site }) => {
  const printer = await sharePrinted(site)
  const url = `${site.url}/printers/${printer.id}/prints/1`
  const failing = await browser.newPage()
  await breakEncoders(failing, '')
  await failing.goto(url)
  await open(failing).click()
  await expect(status(failing)).toHaveText(/^This browser can’t encode video/)
  await expect(webp(failing)).toBeVisible()

  const without = await browser.newPage()
  await without.addInitScript(() => Reflect.deleteProperty(window, 'VideoEncoder'))
  await without.goto(url)
  await expect(open(without)).toHaveCount(0)
  await expect(webp(without)).toBeVisible()

  const plain = await browser.newPage({ javaScriptEnabled: false })
  await plain.goto(url)
  await expect(open(plain)).toBeHidden()
  await expect(webp(plain)).toBeVisible()
  for (const page of [failing, without, plain]) await page.close()
})

test('cancelled, it leaves the page as it was; offline, it says so and goes on later', async ({
  page,
  site,
}) => {
  const printer = await sharePrinted(site)
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await expect(page.getByText('Loading')).toHaveCount(0)
  const before = await page.locator('main').innerHTML()
  await open(page).click()
  const make = page.getByRole('button', { name: 'Load and make it' })
  await expect(make).toBeFocused()
  let asked = 0
  await page.route('**/media/*/640.webp', (route) => {
    asked += 1
    return asked > 3 ? undefined : route.continue()
  })
  await page.keyboard.press('Enter')
  const progress = panel(page).getByRole('progressbar', { name: 'Making the video' })
  await expect(progress).toHaveJSProperty('value', 3)
  await expect(panel(page)).toContainText(/3 of \d+ pictures/)
  await expect(panel(page)).toBeFocused()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(open(page)).toBeFocused()
  expect(await page.locator('main').innerHTML()).toBe(before)

  await page.unroute('**/media/*/640.webp')
  await page.keyboard.press('Enter')
  await expect(make).toBeFocused()
  await page.clock.install()
  await page.route('**/media/*/640.webp', (route) => route.abort())
  await make.click()
  await expect
    .poll(async () => {
      await page.clock.runFor(5000)
      return await status(page).textContent()
    })
    .toMatch(/^The pictures can’t be loaded/)
  await page.unroute('**/media/*/640.webp')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(status(page)).toHaveText(/^Ready: /)
})
