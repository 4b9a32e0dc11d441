import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { printSomething, reportAt, sharePrinted, startOfHistory } from './histories.ts'
import { expect, type Printer, test } from './site.ts'

/* Promises to a visitor who watches a print grow. */

const frame = (page: Page) => page.getByRole('slider', { name: 'Frame' })
const open = (page: Page) => page.getByRole('button', { name: 'Play time-lapse' }).click()

/** Waits until every frame has loaded: from then on it needs no network. */
async function openWhole(page: Page, url: string): Promise<number> {
  await page.goto(url)
  await open(page)
  const last = Number(await frame(page).getAttribute('max'))
  await expect(page.getByText('loaded')).toHaveCount(0)
  return last
}

/** Ten pictures: one with other proportions, one from a time when the printer was unreachable. */
async function printUnevenly(printer: Printer): Promise<void> {
  const startMs = startOfHistory(100)
  const told = { job_name: 'uneven.gcode' }
  for (let index = 0; index < 10; index += 1)
    if (index === 4)
      await reportAt(printer, startMs, index * 10, { ...told, progress: 40 }, 5, [640, 480])
    else if (index === 6) {
      const quiet = { state: 'unreachable', status: 'Away', temperatures: '{}', job_name: '' }
      await reportAt(printer, startMs, index * 10, quiet, 7)
    } else await reportAt(printer, startMs, index * 10, { ...told, progress: index * 10 })
}

test('fewer than eight pictures are a contact sheet and no flipbook', async ({
  page,
  site,
  printer,
}) => {
  await printSomething(printer, { frames: 3 })
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await expect(page.getByRole('heading', { name: /All \d pictures/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Play time-lapse' })).toHaveCount(0)
})

test('the flipbook loads when opened, plays to its end, and can be scrubbed', async ({
  page,
  site,
}) => {
  const printer = await sharePrinted(site)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await page.waitForLoadState('networkidle')
  expect(asked.some((url) => url.endsWith('/frames'))).toBe(false)
  await open(page)
  const last = Number(await frame(page).getAttribute('max'))
  expect(last).toBeGreaterThanOrEqual(8)
  await expect(frame(page)).toHaveValue(String(last), { timeout: 20_000 })
  await expect(page.getByRole('button', { name: 'Play' })).toBeFocused()

  await frame(page).focus()
  await page.keyboard.press('Home')
  await expect(frame(page)).toHaveValue('0')
  await page.keyboard.press('ArrowRight')
  await expect(frame(page)).toHaveValue('1')
  await expect(page.locator('.flipbook')).toContainText(/20[01]\.0\s°C/)
  await page.keyboard.press('End')
  await expect(frame(page)).toHaveAttribute('aria-valuetext', /of \d+, \d\d:\d\d P[SD]T, 100\s%$/)
  await expect(page.locator('.flipbook')).toContainText(/214\.8\s°C/)
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()

  const stage = page.locator('canvas')
  await stage.scrollIntoViewIfNeeded()
  const box = (await stage.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  await page.mouse.move(box.x + 2, box.y + box.height / 2)
  await page.mouse.down()
  await expect(frame(page)).toHaveValue('0')
  await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2)
  await expect(frame(page)).toHaveValue(String(last))
  await page.mouse.up()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
})

test('with reduced motion the flipbook waits at the first frame', async ({ page, site }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.clock.install()
  const printer = await sharePrinted(site)
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await open(page)
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()
  await page.clock.runFor(10_000)
  await expect(frame(page)).toHaveValue('0')
  await page.getByRole('button', { name: 'Play' }).click()
  await expect
    .poll(async () => {
      await page.clock.runFor(500)
      return Number(await frame(page).inputValue())
    })
    .toBeGreaterThan(1)
})

test('a failed request is reported, and can be retried', async ({ page, site }) => {
  const printer = await sharePrinted(site)
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await page.route('**/frames', (route) => route.abort())
  await open(page)
  await expect(page.getByText('Couldn’t load')).toBeVisible()
  await page.unroute('**/frames')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(frame(page)).toBeVisible()
})

test('during an outage it waits for its frames and loses none', async ({ page, site }) => {
  const printer = await sharePrinted(site)
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await page.clock.install()
  let asked = 0
  let isBroken = true
  // The contact sheet below uses smaller files.
  await page.route('**/media/*/640.webp', (route) => {
    asked += 1
    return isBroken && asked > 3 ? route.abort() : route.continue()
  })
  await open(page)
  await expect(page.getByText(/, [23] loaded/)).toBeVisible()
  await frame(page).focus()
  await page.keyboard.press('End')
  await expect(page.getByText('Loading…')).toBeVisible()
  isBroken = false
  await expect
    .poll(async () => {
      await page.clock.runFor(2000)
      return page.getByText('loaded').count()
    })
    .toBe(0)
  for (let left = Number(await frame(page).inputValue()); left >= 0; left -= 1) {
    await expect(frame(page)).toHaveValue(String(left))
    await expect(page.getByText('Couldn’t load')).toHaveCount(0)
    await page.keyboard.press('ArrowLeft')
  }
})

test('frames are preloaded: it plays on without a network', async ({ page, site, context }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const printer = await sharePrinted(site)
  const last = await openWhole(page, `${site.url}/printers/${printer.id}/prints/1`)
  await context.setOffline(true)
  const seen = new Set<string>()
  await frame(page).focus()
  for (let index = 0; index <= last; index += 1) {
    await expect(frame(page)).toHaveValue(String(index))
    await expect(page.getByText('Couldn’t load')).toHaveCount(0)
    seen.add(
      await page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL()),
    )
    await page.keyboard.press('ArrowRight')
  }
  expect(seen.size).toBe(last + 1)
})

test('it pauses where it is, and goes on from there at any speed', async ({ page, site }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.clock.install()
  const printer = await sharePrinted(site)
  await openWhole(page, `${site.url}/printers/${printer.id}/prints/1`)
  await page.clock.pauseAt(Date.now() + 60_000)
  const shows = (index: number) => expect(frame(page)).toHaveValue(String(index))
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('Slow')
  await page.getByRole('button', { name: 'Play' }).click()
  await page.clock.runFor(300)
  await shows(0)
  await page.clock.runFor(50)
  await shows(1)
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('Fast')
  await page.clock.runFor(55)
  await shows(2)
  await page.clock.runFor(55)
  await shows(3)
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.clock.runFor(10_000)
  await shows(3)
  await page.getByRole('button', { name: 'Play' }).click()
  await page.clock.runFor(55)
  await shows(4)
})

test('nothing moves, whatever a frame’s size and readings', async ({ page, site, printer }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await printUnevenly(printer)
  const last = await openWhole(page, `${site.url}/printers/${printer.id}/prints/1`)
  expect(last).toBe(9)
  const places = () =>
    page.evaluate(() =>
      ['.flipbook-frame', '.flipbook-picture', '.flipbook-controls', '.flipbook-scrub'].map(
        (part) => JSON.stringify(document.querySelector(part)?.getBoundingClientRect()),
      ),
    )
  await frame(page).focus()
  const first = await places()
  for (let index = 1; index <= last; index += 1) {
    await page.keyboard.press('ArrowRight')
    await expect(frame(page)).toHaveValue(String(index))
    expect(await places(), `frame ${index}`).toEqual(first)
  }
})

test('each frame shows its own reading: progress, temperatures, time', async ({
  page,
  site,
  printer,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await printUnevenly(printer)
  await openWhole(page, `${site.url}/printers/${printer.id}/prints/1`)
  const reading = page.locator('.flipbook-reading')
  await frame(page).focus()
  await expect(reading).toContainText(/Progress\s*0\s%.*214\.8\s°C.*Time\s*0\s/)
  for (let index = 0; index < 6; index += 1) await page.keyboard.press('ArrowRight')
  await expect(reading).toContainText(/Progress\s*42\s%.*Nozzle\s*–.*Time\s*1\sh/)
  await page.keyboard.press('ArrowRight')
  await expect(reading).toContainText(/Progress\s*70\s%.*214\.8\s°C.*Time\s*1\sh\s10\smin/)
})

test('a finger scrubs, and still scrolls the page', async ({ browser, site }) => {
  const printer = await sharePrinted(site)
  const context = await browser.newContext({
    hasTouch: true,
    viewport: { width: 390, height: 700 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const last = await openWhole(page, `${site.url}/printers/${printer.id}/prints/1`)
  const stage = page.locator('canvas')
  await stage.scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await stage.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  const devtools = await context.newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: [number, number][]) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: at.map(([left, top]) => ({ x: left, y: top })),
    })
  const middle = y + height / 2
  await touch('touchStart', [[x + 3, middle]])
  await expect(frame(page)).toHaveValue('0')
  for (let step = 1; step <= 10; step += 1)
    await touch('touchMove', [[x + 3 + ((width - 6) * step) / 10, middle]])
  await expect(frame(page)).toHaveValue(String(last))
  await touch('touchEnd', [])
  const scrolled = () => page.evaluate(() => scrollY)
  const before = await scrolled()
  await touch('touchStart', [[x + width / 2, middle]])
  for (let step = 1; step <= 10; step += 1)
    await touch('touchMove', [[x + width / 2, middle - step * 15]])
  await touch('touchEnd', [])
  await expect.poll(scrolled).toBeGreaterThan(before + 50)
  await context.close()
})

for (const [width, height] of [
  [390, 844],
  [390, 664],
] as const)
  test(`on a phone of ${width} x ${height} the picture and its controls are on one screen`, async ({
    page,
    site,
  }) => {
    await page.setViewportSize({ width, height })
    const printer = await sharePrinted(site)
    await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
    await open(page)
    await page.getByRole('button', { name: /Play|Pause/ }).waitFor()
    const stage = page.locator('.flipbook-frame')
    const controls = page.locator('.flipbook-controls')
    await expect
      .poll(async () => {
        const [top, bottom] = [await stage.boundingBox(), await controls.boundingBox()]
        return (bottom?.y ?? 0) + (bottom?.height ?? 0) - (top?.y ?? 0)
      })
      .toBeLessThan(height)
    await expect(stage).toBeInViewport({ ratio: 0.99 })
    await expect(controls).toBeInViewport({ ratio: 0.99 })
  })
